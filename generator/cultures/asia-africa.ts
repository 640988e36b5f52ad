/** Vietnamese, Indian, Indonesian, Eritrean: family name first, one-name persons, the father's name in place of a family name. */
import { families, names, numbered, type Culture } from '../culture.ts';

export const VIETNAMESE: Culture = {
  code: 'vietnamese',
  script: 'Latn',
  citizenships: ['VNM'],
  order: 'family-first',
  given: {
    M: names('Hùng=Hung Dũng=Dung Minh Tuấn=Tuan Đức=Duc Nam Long Quang Thắng=Thang Sơn=Son Việt=Viet Hải=Hai'),
    F: names('Lan Hương=Huong Thảo=Thao Linh Mai Hoa Nga Phương=Phuong Ngọc=Ngoc Thu Yến=Yen Hạnh=Hanh'),
  },
  middle: {
    M: names('Văn=Van Đình=Dinh Hữu=Huu Quốc=Quoc Đức=Duc Minh Xuân=Xuan'),
    F: names('Thị=Thi Ngọc=Ngoc Thu Thanh Kim Bích=Bich'),
  },
  family: families(
    'Nguyễn=Nguyen Nguyễn=Nguyen Nguyễn=Nguyen Trần=Tran Lê=Le Phạm=Pham Hoàng=Hoang Phan Vũ=Vu Đặng=Dang Bùi=Bui Đỗ=Do Hồ=Ho Ngô=Ngo',
  ),
  birthplaces: names('Hà_Nội=Ha_Noi Hải_Phòng=Hai_Phong Nghệ_An=Nghe_An Hà_Tĩnh=Ha_Tinh Đà_Nẵng=Da_Nang'),
  passport: numbered('C9999999'),
};

export const INDIAN: Culture = {
  code: 'indian',
  script: 'Deva',
  citizenships: ['IND', 'IND', 'NPL'],
  order: 'given-first',
  given: {
    M: names('राहुल=Rahul अमित=Amit संजय=Sanjay विजय=Vijay राजेश=Rajesh अनिल=Anil सुनील=Sunil मनोज=Manoj दीपक=Deepak अरुण=Arun'),
    F: names('प्रिया=Priya अनीता=Anita सुनीता=Sunita पूजा=Pooja नेहा=Neha कविता=Kavita रेखा=Rekha आशा=Asha गीता=Geeta'),
  },
  family: families('शर्मा=Sharma कुमार=Kumar सिंह=Singh वर्मा=Verma गुप्ता=Gupta पटेल=Patel यादव=Yadav थापा=Thapa गुरुङ=Gurung मिश्रा=Mishra'),
  oneName: 0.08,
  birthplaces: names('दिल्ली=Delhi मुंबई=Mumbai जालंधर=Jalandhar लुधियाना=Ludhiana काठमाडौं=Kathmandu'),
  passport: numbered('Z9999999'),
};

export const INDONESIAN: Culture = {
  code: 'indonesian',
  script: 'Latn',
  citizenships: ['IDN'],
  order: 'given-first',
  given: {
    M: names('Budi Agus Slamet Suparman Joko Eko Bambang Hartono Wahyu Sutrisno'),
    F: names('Siti Sri Dewi Wati Ningsih Sulastri Ratna Endang Indah Lestari'),
  },
  family: families('Santoso Wijaya Setiawan Nugroho Hidayat Susanto Kurniawan Saputra Pranoto'),
  oneName: 0.45,
  birthplaces: names('Jakarta Surabaya Yogyakarta Bandung Medan'),
  passport: numbered('B9999999'),
};

export const ERITREAN: Culture = {
  code: 'eritrean',
  script: 'Ethi',
  citizenships: ['ERI', 'ETH'],
  order: 'given-first',
  given: {
    M: names('ዮናስ=Yonas ሳሙኤል=Samuel ተስፋይ=Tesfay ሃብቶም=Habtom ብርሃነ=Berhane ዳዊት=Dawit ኣማኑኤል=Amanuel'),
    F: names('ሰላም=Selam ራሄል=Rahel ሳባ=Saba ኣስቴር=Aster ሄለን=Helen ፍረወይኒ=Freweyni ለተብርሃን=Letebrhan'),
  },
  family: families('ሃይለ=Haile ገብረመስቀል=Gebremeskel ተኽለ=Tekle ወልደ=Wolde ኪዳነ=Kidane መሓሪ=Mehari በየነ=Beyene ኣብርሃ=Abraha'),
  firstOfJanuary: 0.1,
  birthplaces: names('ኣስመራ=Asmara ከረን=Keren ደቀምሓረ=Dekemhare'),
  passport: numbered('K9999999'),
};
