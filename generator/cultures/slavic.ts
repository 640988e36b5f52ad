/** Polish, Ukrainian, Belarusian: family names inflected by sex; the eastern two with patronymics. Common names only. */
import { families, names, numbered, type Culture, type Name } from '../culture.ts';

export const POLISH: Culture = {
  code: 'polish',
  script: 'Latn',
  citizenships: ['POL'],
  order: 'given-first',
  given: {
    M: names('Piotr Krzysztof Andrzej Tomasz Paweł=Pawel Łukasz=Lukasz Michał=Michal Marcin Jakub Wojciech Grzegorz Stanisław=Stanislaw'),
    F: names('Anna Katarzyna Małgorzata=Malgorzata Agnieszka Barbara Ewa Elżbieta=Elzbieta Zofia Teresa Magdalena Joanna Żaneta=Zaneta'),
  },
  family:
    families(`Nowak Kowalski/Kowalska Wiśniewski=Wisniewski/Wiśniewska=Wisniewska Wójcik=Wojcik Kowalczyk Kamiński=Kaminski/Kamińska=Kaminska
    Lewandowski/Lewandowska Zieliński=Zielinski/Zielińska=Zielinska Szymański=Szymanski/Szymańska=Szymanska Woźniak=Wozniak
    Dąbrowski=Dabrowski/Dąbrowska=Dabrowska Kozłowski=Kozlowski/Kozłowska=Kozlowska`),
  birthplaces: names('Warszawa Kraków=Krakow Łódź=Lodz Wrocław=Wroclaw Białystok=Bialystok Lublin'),
  passport: numbered('EA9999999'),
};

export const UKRAINIAN: Culture = {
  code: 'ukrainian',
  script: 'Cyrl',
  citizenships: ['UKR'],
  order: 'given-first',
  given: {
    M: names(`Олександр=Oleksandr Сергій=Serhii Володимир=Volodymyr Андрій=Andrii Микола=Mykola Іван=Ivan Дмитро=Dmytro Юрій=Yurii
      Тарас=Taras Богдан=Bohdan Ярослав=Yaroslav Євген=Yevhen`),
    F: names(`Олена=Olena Наталія=Nataliia Тетяна=Tetiana Ольга=Olha Ірина=Iryna Оксана=Oksana Світлана=Svitlana Марія=Mariia
      Галина=Halyna Юлія=Yuliia Ганна=Hanna Людмила=Liudmyla`),
  },
  family: families(`Шевченко=Shevchenko Бондаренко=Bondarenko Коваленко=Kovalenko Ткаченко=Tkachenko Кравченко=Kravchenko Мельник=Melnyk
    Бойко=Boiko Поліщук=Polishchuk Гончар=Honchar Лисенко=Lysenko Савчук=Savchuk Ковальський=Kovalskyi/Ковальська=Kovalska
    Яремчук=Yaremchuk Щербина=Shcherbyna Зінченко=Zinchenko Хоменко=Khomenko`),
  fathersName: patronymic('ович=ovych', 'івна=ivna'),
  birthplaces: names('Київ=Kyiv Львів=Lviv Харків=Kharkiv Одеса=Odesa Луцьк=Lutsk Чернівці=Chernivtsi'),
  passport: numbered('FA999999'),
};

export const BELARUSIAN: Culture = {
  code: 'belarusian',
  script: 'Cyrl',
  citizenships: ['BLR'],
  order: 'given-first',
  given: {
    M: names(`Аляксандр=Aliaksandr Сяргей=Siarhei Уладзімір=Uladzimir Андрэй=Andrei Мікалай=Mikalai Віктар=Viktar Дзмітрый=Dzmitry
      Юрый=Yury Павел=Pavel Ягор=Yahor Максім=Maksim Алег=Aleh`),
    F: names(`Алена=Alena Наталля=Natallia Таццяна=Tatsiana Вольга=Volha Ірына=Iryna Святлана=Sviatlana Марыя=Maryia Ганна=Hanna
      Кацярына=Katsiaryna Юлія=Yuliya Людміла=Liudmila Дар'я=Darya`),
  },
  family: families(`Іваноў=Ivanou/Іванова=Ivanova Казлоў=Kazlou/Казлова=Kazlova Навіцкі=Navitski/Навіцкая=Navitskaya Шаўчэнка=Shauchenka
    Лукашэвіч=Lukashevich Марозаў=Marozau/Марозава=Marozava Васілеўскі=Vasileuski/Васілеўская=Vasileuskaya Карпенка=Karpenka
    Кавалёў=Kavaliou/Кавалёва=Kavaliova Жук=Zhuk Савіцкі=Savitski/Савіцкая=Savitskaya Баранаў=Baranau/Баранава=Baranava`),
  fathersName: patronymic('авіч=avich', 'аўна=auna'),
  birthplaces: names('Мінск=Minsk Гродна=Hrodna Брэст=Brest Гомель=Homel Віцебск=Vitsebsk Магілёў=Mahiliou'),
  passport: numbered('MP9999999'),
};

/** Only fathers' names that end in a hard consonant form a patronymic by simply adding the ending; the others have none here. */
function patronymic(man: string, woman: string): (father: Name, sex: 'M' | 'F') => Name | undefined {
  return (father, sex) => {
    if (!/[бвгдзклмнпрст]$/u.test(father.original)) return undefined;
    const [original = '', latin = ''] = (sex === 'M' ? man : woman).split('=');
    return { original: father.original + original, latin: father.latin + latin };
  };
}
