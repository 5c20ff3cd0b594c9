/** Owns: the type of who acts, with what they may do where. No I/O. */
export { type Actor, type Permission, PERMISSIONS, type Role, ROLES, systemActor, unitsWhere } from './actor.js';
