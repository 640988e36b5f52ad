/** The Latin form of a name as a machine readable zone holds it. */
import { transliterate, type TransliterateOptions, type Transliteration } from './transliterate.ts';

/**
 * One identifier (the surname, or the given names): components parted by `<`, apostrophes left out. Not cut to any width; the zone does
 * that. Source: ICAO Doc 9303-3 4.6.
 */
export function toMrzName(name: string, options: TransliterateOptions = {}): Transliteration {
  const { text, unknown } = transliterate(name, options);
  const components = text.replaceAll("'", '').split(/[ -]/);
  return { text: components.filter((component) => component !== '').join('<'), unknown };
}
