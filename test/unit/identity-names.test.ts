import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fold, skeleton } from '../../identity/names/folding.ts';
import { toMrzName } from '../../identity/names/mrz-name.ts';
import { sameFullName, sameName } from '../../identity/names/same-name.ts';
import { MAX_SEARCH_KEYS, searchKeys } from '../../identity/names/search-keys.ts';
import { transliterate } from '../../identity/names/transliterate.ts';

const latin = (name: string): string => transliterate(name).text;

describe('transliterate', () => {
  const WRITTEN: readonly (readonly [string, string])[] = [
    ['Łukasz Żółć-Święcki', 'LUKASZ ZOLC-SWIECKI'],
    ['Weiß', 'WEISS'],
    ['WEIẞ', 'WEISS'],
    ['Þórður Æsir', 'THORDUR AESIR'],
    ['Nguyễn Thị Ánh Ước Đặng Hồ', 'NGUYEN THI ANH UOC DANG HO'],
    ['ăâđêôơư', 'AADEOOU'],
    ['Yıldız İnci ıIiİ', 'YILDIZ INCI IIII'],
    ['Ștefan Țepeș', 'STEFAN TEPES'],
    ['Ĳsbrand ĳ ﬁ', 'IJSBRAND IJ FI'],
    ['Ǖber', 'UEBER'],
    ['Βασίλης Ευαγγέλου', 'VASILIS EVANGELOU'],
    ['Ευθύμιος Αύγουστος Μπάμπης', 'EFTHYMIOS AVGOUSTOS BAMPIS'],
    ['Μαΐου Νικολάου Ἀλέξανδρος', 'MAIOU NIKOLAOU ALEXANDROS'],
    ['გიორგი ბერიძე', 'GIORGI BERIDZE'],
    ['ᲒᲘᲝᲠᲒᲘ', 'GIORGI'],
    ['Հովհաննես Երևան և Ուլիխանյան', 'HOVHANNES YEREVAN YEV ULIKHANYAN'],
  ];
  for (const [name, expected] of WRITTEN) {
    it(`writes ${name} as ${expected}`, () => assert.deepEqual(transliterate(name), { text: expected, unknown: [] }));
  }

  it('reads a letter and its loose mark as one', () => {
    for (const name of ['Müller', 'Łódź Ñandú', 'Ёлкин', 'Ĺ', 'Nguyễn']) assert.equal(latin(name.normalize('NFD')), latin(name));
    assert.equal(latin('u\u0308ber'), 'UEBER');
    assert.equal(latin('J\u030Cx'), 'JX');
  });

  it('reads presentation forms, invisible signs and joined letters of Arabic as the letters they show', () => {
    assert.equal(latin('ﻣﺤﻤﺪ'), latin('محمد'));
    assert.equal(latin('ﻋﻼ'), latin('علا'));
    assert.equal(latin('می\u200Cرزا'), latin('میرزا'));
    assert.deepEqual(transliterate('می\u200Cرزا\u200F').unknown, []);
    assert.equal(latin('محـــمد'), 'MXHMD');
  });

  it('doubles under shadda and ends teh marbuta as the notes of Doc 9303-3 show', () => {
    assert.equal(latin('عبّاس'), 'EBBAS');
    assert.equal(latin('عَبَّاس'), 'EBBAS');
    assert.equal(latin('فضّة'), 'FXDZDZXAH');
    assert.equal(latin('فاطمة علي'), 'FAXTTMXAH ELY');
    assert.equal(latin('فاطمةع'), 'FAXTTMXTAE');
    assert.equal(latin('\u0651'), '');
  });

  it('writes a first letter of Ukrainian as first in each component, and after no apostrophe', () => {
    assert.equal(transliterate('Юлія-Яна Єва', { language: 'UA' }).text, 'YULIIA-YANA YEVA');
    assert.equal(transliterate("Мар'яна", { language: 'UA' }).text, "MAR'IANA");
    assert.equal(transliterate('«Їжак»', { language: 'UA' }).text, 'YIZHAK');
    assert.equal(transliterate('Юлія').text, 'IULIIA');
  });

  it('brings apostrophes, hyphens and spaces of all kinds to one', () => {
    assert.equal(latin('O’Connor'), "O'CONNOR");
    assert.equal(latin('Oʼʻ´`Neil'), "O''''NEIL");
    assert.equal(latin('  Smith  –  Jones‑x '), 'SMITH-JONES-X');
    assert.equal(latin('ERIKSSON<<ANNA<MARIA<<<'), 'ERIKSSON ANNA MARIA');
    assert.equal(latin('Anna, Maria'), 'ANNA MARIA');
    assert.equal(latin('St. John "Jr."'), 'ST JOHN JR');
  });

  it('names what it cannot read, once each, and leaves it out of the text', () => {
    assert.deepEqual(transliterate('李 Li 李 7'), { text: 'LI', unknown: ['李', '7'] });
    assert.deepEqual(transliterate('ሰላም').unknown, ['ሰ', 'ላ', 'ም']);
    assert.ok(transliterate('प्रिया').unknown.includes('ि'));
    assert.deepEqual(transliterate('').unknown, []);
  });
});

describe('the name for the zone', () => {
  it('follows the examples of Doc 9303-3 4.6', () => {
    assert.equal(toMrzName("D'Artagnan").text, 'DARTAGNAN');
    assert.equal(toMrzName('Marie-Elise').text, 'MARIE<ELISE');
    assert.equal(toMrzName('Anna, Maria').text, 'ANNA<MARIA');
    assert.equal(toMrzName("' Ivan '").text, 'IVAN');
    assert.deepEqual(toMrzName('Анна 2').unknown, ['2']);
  });

  it('takes the spelling that a State has chosen', () => {
    assert.equal(toMrzName('Térèsa CAÑON', { spelling: 1 }).text, 'TERESA<CANXXON');
  });
});

describe('search keys', () => {
  const FAMILIES: readonly (readonly string[])[] = [
    ['Müller', 'MUELLER', 'MULLER', 'MUXXLLER'],
    ['Sjöström', 'SJOESTROEM', 'SJOSTROM'],
    ['Åberg', 'AABERG', 'ABERG'],
    ['Григорій', 'HRYHORII', 'GRIGORII', 'GRIGORIY', 'Grigorij'],
    ['Юлія', 'IULIIA', 'YULIIA', 'YULIYA', 'JULIA', 'Yuliya'],
    ['Ахмед', 'Ahmed', 'Akhmed', 'Achmed'],
    ['Володимир', 'VOLODYMYR', 'Wolodymyr'],
    ['Шевченко', 'SHEVCHENKO', 'Szewczenko', 'Schewtschenko'],
    ['Хмельницький', 'KHMELNYTSKYI', 'Chmielnicki'],
    ['Щербина', 'SHCHERBYNA', 'Szczerbina'],
    ['Жуков', 'ZHUKOV', 'Zhukow'],
    ['Євгеній', 'YEVHENII', 'IEVGENII', 'Evgenij'],
    ['Исаев', 'ISAEV', 'ISAYEV', 'Isajew'],
    ['Фёдор', 'FEDOR', 'Fyodor'],
    ['Цыбуля', 'TSYBULIA', 'Cybulia'],
    ['Джамал', 'DZHAMAL', 'Jamal', 'Djamal'],
    ['Александр', 'ALEXANDR', 'Aleksandr'],
    ['Търнов', 'TIERNOV', 'TARNOV'],
    ['Yousuf', 'Yusuf', 'Jusuf'],
    ['Noori', 'Nuri'],
    ['ZGHURSKYI', 'ZHURSKYI', 'Згурський'],
    ['KHMELNYTSKYI', 'Chmielnicki'],
    ['Stephan', 'Stefan', 'Стефан'],
    ['Thomas', 'Tomas'],
  ];
  for (const [first = '', ...others] of FAMILIES) {
    it(`of ${first} meet those of ${others.join(', ')}`, () => {
      const keys = new Set(searchKeys(first));
      for (const other of others)
        assert.ok(
          searchKeys(other).some((key) => keys.has(key)),
          `${other}: ${searchKeys(other).join()} but ${[...keys].join()}`,
        );
    });
  }

  it('keep different names apart', () => {
    for (const [one, other] of [
      ['Kowalski', 'Kowalczyk'],
      ['Anna', 'Hanna'],
      ['Іванов', 'Іваненко'],
      ['Mariam', 'Miriam'],
      ['Шарипов', 'Сафаров'],
    ] as const)
      assert.equal(sameName(one, other), 'DIFFERENT', `${one} ${other}`);
  });

  it('are few, in capitals, and none for a name without a readable letter', () => {
    assert.deepEqual(searchKeys('李 7'), []);
    assert.ok(searchKeys('Ёжъ-Щербаков Цъёв Чёъ').length <= MAX_SEARCH_KEYS);
    for (const key of searchKeys("Дар'я Щербина")) assert.match(key, /^[A-Z]+$/);
  });

  it('are narrowed by a language', () => {
    assert.deepEqual(searchKeys('Шуша', { language: 'SR' }), ['SUSA']);
    assert.ok(searchKeys('Шуша').length > 1);
  });

  it('take CH for H in Latin names, but not as a part of TCH or SCH', () => {
    assert.deepEqual(searchKeys('Chan'), ['QAN', 'HAN']);
    assert.deepEqual(searchKeys('Tchernov'), ['QERNOV']);
    assert.deepEqual(searchKeys('Schmidt'), ['XMIDT']);
  });
});

describe('comparing names', () => {
  it('calls equal Latin forms the same, other spellings a variant', () => {
    assert.equal(sameName('Müller', 'MUELLER'), 'SAME');
    assert.equal(sameName('Müller', 'MULLER'), 'VARIANT');
    assert.equal(sameName("O'Connor", 'OCONNOR'), 'SAME');
    assert.equal(sameName('Al-Ahmad', 'Alahmad'), 'SAME');
    assert.equal(sameName('Юлія', 'YULIIA', { language: 'UA' }), 'SAME');
    assert.equal(sameName('Юлія', 'YULIIA'), 'VARIANT');
    assert.equal(sameName('', ''), 'DIFFERENT');
  });

  it('compares Arabic script with Latin by consonants only', () => {
    for (const [arabic, other] of [
      ['محمد', 'Mohammad'],
      ['أحمد', 'Ahmad'],
      ['حسين', 'Hussein'],
      ['يوسف', 'Youssef'],
      ['عبد الله', 'Abdullah'],
      ['فاطمة', 'Fatima'],
      ['مصطفى', 'Mustafa'],
      ['حمیده', 'Hamida'],
    ] as const)
      assert.equal(sameName(arabic, other), 'VARIANT', `${arabic} ${other}`);
    assert.equal(sameName('محمد', 'Mustafa'), 'DIFFERENT');
    assert.equal(sameName('اي', 'Eo'), 'DIFFERENT');
    assert.equal(sameName('محمد', 'محمّد'), 'VARIANT');
    assert.equal(sameName('Mohammad', 'Mehmed'), 'DIFFERENT');
  });

  it('finds a full name in either order, and in one field', () => {
    const person = { surname: 'Nguyễn', forename: 'Văn Hùng' };
    assert.equal(sameFullName(person, { surname: 'NGUYEN', forename: 'VAN HUNG' }), 'SAME');
    assert.equal(sameFullName(person, { surname: 'VAN HUNG', forename: 'NGUYEN' }), 'SAME');
    assert.equal(sameFullName({ surname: 'Gul Mohammad' }, { surname: 'MOHAMMAD', forename: 'GUL' }), 'SAME');
    assert.equal(sameFullName({ surname: 'Müller', forename: 'Юлія' }, { surname: 'MULLER', forename: 'JULIA' }), 'VARIANT');
    assert.equal(sameFullName(person, { surname: 'TRAN', forename: 'VAN HUNG' }), 'DIFFERENT');
  });

  it('folds and strips to what the rules say', () => {
    assert.equal(fold("SHCH-ZH'CH SH"), 'XQJQX');
    assert.equal(skeleton('MOHAMAD'), 'MHMD');
    assert.equal(skeleton('ABDULAH'), 'BDL');
  });
});
