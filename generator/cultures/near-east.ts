/** Arabic (Syria, Iraq, Egypt, Yemen), Turkish, Afghan and Tajik: father's names, one-name persons, days of birth nobody recorded. */
import { families, names, numbered, type Culture } from '../culture.ts';

export const ARABIC: Culture = {
  code: 'arabic',
  script: 'Arab',
  citizenships: ['SYR', 'IRQ', 'EGY', 'YEM', 'XXA'],
  order: 'given-first',
  given: {
    M: names(`محمد=Mohammad أحمد=Ahmad علي=Ali حسن=Hasan حسين=Hussein عمر=Omar خالد=Khaled يوسف=Youssef إبراهيم=Ibrahim
      عبد_الله=Abdullah عبد_الرحمن=Abdulrahman مصطفى=Mustafa`),
    F: names(`فاطمة=Fatima عائشة=Aisha مريم=Maryam زينب=Zainab خديجة=Khadija نور=Nour سارة=Sara هدى=Huda ليلى=Layla رنا=Rana
      أسماء=Asmaa سلمى=Salma`),
  },
  family: families(`الأحمد=Al-Ahmad الحسن=Al-Hasan العلي=Al-Ali المحمد=Al-Mohammad الخطيب=Al-Khatib النجار=Al-Najjar الحداد=Haddad
    السيد=Elsayed منصور=Mansour العبيدي=Al-Obaidi الجبوري=Al-Jubouri القاضي=Al-Qadi شحادة=Shehadeh درويش=Darwish`),
  fathersName: (father) => father,
  firstOfJanuary: 0.15,
  birthplaces: names('دمشق=Damascus حلب=Aleppo بغداد=Baghdad الموصل=Mosul القاهرة=Cairo صنعاء=Sanaa'),
  passport: numbered('N999999999'),
};

export const TURKISH: Culture = {
  code: 'turkish',
  script: 'Latn',
  citizenships: ['TUR'],
  order: 'given-first',
  given: {
    M: names('Mehmet Mustafa Ahmet Ali Hüseyin=Hueseyin İbrahim=Ibrahim Emre Yusuf Çağlar=Caglar Oğuz=Oguz Barış=Baris Ömer=Oemer'),
    F: names('Fatma Ayşe=Ayse Emine Hatice Zeynep Elif Gülşen=Guelsen Özlem=Oezlem Şule=Sule Derya Büşra=Buesra Merve'),
  },
  family: families(
    'Yılmaz=Yilmaz Kaya Demir Şahin=Sahin Çelik=Celik Yıldız=Yildiz Yıldırım=Yildirim Öztürk=Oeztuerk Aydın=Aydin Özdemir=Oezdemir Arslan Doğan=Dogan',
  ),
  birthplaces: names('İstanbul=Istanbul Ankara İzmir=Izmir Diyarbakır=Diyarbakir Gaziantep'),
  passport: numbered('U99999999'),
};

export const AFGHAN: Culture = {
  code: 'afghan',
  script: 'Arab',
  citizenships: ['AFG'],
  order: 'given-first',
  given: {
    M: names(
      'عبدالله=Abdullah احمد=Ahmad رحیم=Rahim نجیب=Najib فرید=Farid گل_محمد=Gul_Mohammad میرویس=Mirwais حمید=Hamid زلمی=Zalmai جاوید=Jawid',
    ),
    F: names('فرشته=Fereshta زهرا=Zahra پروین=Parwin شکریه=Shukria نسرین=Nasrin ملالی=Malalai لیلا=Laila حمیده=Hamida گلالی=Gulalai'),
  },
  family: families(
    'احمدی=Ahmadi حسینی=Hussaini رحیمی=Rahimi نوری=Noori کریمی=Karimi صافی=Safi ستانکزی=Stanikzai یوسفزی=Yousafzai عظیمی=Azimi',
  ),
  oneName: 0.3,
  firstOfJanuary: 0.3,
  birthplaces: names('کابل=Kabul هرات=Herat قندهار=Kandahar مزار_شریف=Mazar-i-Sharif غزنی=Ghazni'),
  passport: numbered('P99999999'),
};

export const TAJIK: Culture = {
  code: 'tajik',
  script: 'Cyrl',
  citizenships: ['TJK'],
  order: 'given-first',
  given: {
    M: names('Фаррух=Farrukh Рустам=Rustam Далер=Daler Ҷамшед=Jamshed Баҳром=Bahrom Сӯҳроб=Suhrob Умед=Umed Шариф=Sharif'),
    F: names('Мадина=Madina Нигора=Nigora Зулфия=Zulfiya Шаҳноза=Shahnoza Гулнора=Gulnora Фарзона=Farzona Мавҷуда=Mavjuda'),
  },
  family: families(`Раҳимов=Rahimov/Раҳимова=Rahimova Шарипов=Sharipov/Шарипова=Sharipova Назаров=Nazarov/Назарова=Nazarova
    Каримзода=Karimzoda Ҳакимов=Hakimov/Ҳакимова=Hakimova Сафаров=Safarov/Сафарова=Safarova Ғафуров=Ghafurov/Ғафурова=Ghafurova`),
  birthplaces: names('Душанбе=Dushanbe Хуҷанд=Khujand Кӯлоб=Kulob'),
  passport: numbered('499999999'),
};
