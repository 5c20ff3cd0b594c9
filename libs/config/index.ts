/** Owns: every setting of the product, read once. */
export { ConfigModule } from './config.module.js';
export { type Config, CONFIG, type ConfigError, loadConfig } from './config.js';
