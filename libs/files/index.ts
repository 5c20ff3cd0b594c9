/** Owns: bytes that don't belong in a database, named by their SHA-256. */
export { FilesModule } from './files.module.js';
export { FileStore, type StoredFile } from './file-store.js';
