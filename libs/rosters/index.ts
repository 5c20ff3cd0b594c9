/** Owns: lists of persons as they are brought in, what they would change, how that is applied and taken back; doubles. */
export { type DoubleView, DoublesService } from './doubles.service.js';
export { FIELDS, type Field } from './fields.js';
export { ImportService } from './import.service.js';
export type { NewImport } from './import-upload.js';
export { ImportViews, ROW_FILTERS, type RowView, type RunHead, type RunView } from './import.views.js';
export { RostersModule } from './rosters.module.js';
export { MOST_DROP_PERCENT, SourceService } from './source.service.js';
export { LIMITS } from './table.js';
