/** Owns: the log. Ids and codes only: no names, addresses, answers or tokens. */
export { Log, LogModule } from './log.js';
