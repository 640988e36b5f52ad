/** Georgian, Armenian and Chechen (citizens of Russia, names in Cyrillic, both pre- and post-Soviet forms). Common names only. */
import { families, names, numbered, type Culture } from '../culture.ts';

export const GEORGIAN: Culture = {
  code: 'georgian',
  script: 'Geor',
  citizenships: ['GEO'],
  order: 'given-first',
  given: {
    M: names(
      'გიორგი=Giorgi დავით=Davit ლევან=Levan ნიკოლოზ=Nikoloz ზურაბ=Zurab ირაკლი=Irakli თორნიკე=Tornike ვახტანგ=Vakhtang შოთა=Shota გელა=Gela',
    ),
    F: names('ნინო=Nino მარიამ=Mariam თამარ=Tamar ანა=Ana ეკატერინე=Ekaterine ნათია=Natia ქეთევან=Ketevan სალომე=Salome მაია=Maia ლია=Lia'),
  },
  family: families(`ბერიძე=Beridze კაპანაძე=Kapanadze გელაშვილი=Gelashvili მამულაშვილი=Mamulashvili გიორგაძე=Giorgadze ლომიძე=Lomidze
    წიკლაური=Tsiklauri ხუციშვილი=Khutsishvili ქავთარაძე=Kavtaradze ჭანტურია=Chanturia ღვინიაშვილი=Ghviniashvili ჯაფარიძე=Japaridze`),
  birthplaces: names('თბილისი=Tbilisi ქუთაისი=Kutaisi ბათუმი=Batumi ზუგდიდი=Zugdidi თელავი=Telavi'),
  passport: numbered('99AA99999'),
};

export const ARMENIAN: Culture = {
  code: 'armenian',
  script: 'Armn',
  citizenships: ['ARM'],
  order: 'given-first',
  given: {
    M: names('Արմեն=Armen Տիգրան=Tigran Հայկ=Hayk Գևորգ=Gevorg Արամ=Aram Կարեն=Karen Վահե=Vahe Սարգիս=Sargis'),
    F: names('Անի=Ani Անահիտ=Anahit Լուսինե=Lusine Մարիամ=Mariam Նարինե=Narine Գայանե=Gayane Սոնա=Sona Հասմիկ=Hasmik'),
  },
  family: families(`Հարությունյան=Harutyunyan Սարգսյան=Sargsyan Գրիգորյան=Grigoryan Պետրոսյան=Petrosyan Հակոբյան=Hakobyan
    Վարդանյան=Vardanyan Խաչատրյան=Khachatryan Ղազարյան=Ghazaryan Մկրտչյան=Mkrtchyan`),
  birthplaces: names('Երևան=Yerevan Գյումրի=Gyumri Վանաձոր=Vanadzor'),
  passport: numbered('AA9999999'),
};

export const CHECHEN: Culture = {
  code: 'chechen',
  script: 'Cyrl',
  citizenships: ['RUS', 'RUS', 'RUS', 'XXB'],
  order: 'given-first',
  given: {
    M: names(`Магомед=Magomed Ахмед=Akhmed Рамзан=Ramzan Ислам=Islam Адам=Adam Руслан=Ruslan Муса=Musa Саид-Магомед=Said-Magomed
      Турпал-Али=Turpal-Ali Висхан=Viskhan Хамзат=Khamzat Увайс=Uvais`),
    F: names(
      'Зарема=Zarema Луиза=Luiza Мадина=Madina Хеда=Kheda Марха=Markha Айшат=Aishat Элина=Elina Петимат=Petimat Зулихан=Zulikhan Малика=Malika',
    ),
  },
  family:
    families(`Ахмадов=Akhmadov/Ахмадова=Akhmadova Хасанов=Khasanov/Хасанова=Khasanova Исаев=Isaev/Исаева=Isaeva Умаров=Umarov/Умарова=Umarova
    Магомадов=Magomadov/Магомадова=Magomadova Эльмурзаев=Elmurzaev/Эльмурзаева=Elmurzaeva Дудаев=Dudaev/Дудаева=Dudaeva Гайрбеков=Gairbekov/Гайрбекова=Gairbekova
    Цакаев=Tsakaev/Цакаева=Tsakaeva Юсупов=Iusupov/Юсупова=Iusupova Бисултанов=Bisultanov/Бисултанова=Bisultanova`),
  firstOfJanuary: 0.05,
  birthplaces: names('Грозный=Groznyi Гудермес=Gudermes Аргун=Argun Урус-Мартан=Urus-Martan Шали=Shali'),
  passport: numbered('999999999'),
};
