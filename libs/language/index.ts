/** Owns: the two languages, and text that exists in both. */
export { type Language, LANGUAGES, type Text, pickText, languageOf, text } from './text.js';
