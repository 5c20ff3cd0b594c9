/** Owns: the type of who acts, with what they may do where. No I/O. */
export { type Actor, PERMISSIONS, type Permission, type Role, systemActor, unitsWhere } from './actor.js';
