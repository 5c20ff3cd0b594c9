/** Owns: the places where a test may kill the process, to prove that nothing promised is lost. */
export { armFaults, faultPoint } from './faults.js';
