/** Owns: the rules of who must complete or provide what, obligations, credits and what they count towards, tallies. */
export { AbsorptionService } from './absorption.service.js';
export { Credit, Exemption } from './credit.entity.js';
export { type CountedTowards, CreditService, type GrantedCredit, type NewCredit } from './credit.service.js';
export { type Earned, EarnedQueries } from './earned.queries.js';
export { type DutyEffect, DutyPreview, type SupposedFacts } from './duty-preview.service.js';
export { type EvaluationProgress, EvaluationService } from './evaluation.service.js';
export {
  type BearerKind,
  OBLIGATION_STATES,
  type ObligationResult,
  type ObligationState,
  type PreviousObligation,
  coursesNamed,
} from './evaluation.types.js';
export { type CountAt, EXISTED_THEN, LATER_EVENT, type Moment, laterThan } from './history.queries.js';
export { ExplainService, type Explanation } from './explain.service.js';
export { HistoryService, OBLIGATION_STREAM } from './history.service.js';
export { type MandateFileProblem, checkMandateFile } from './mandate-file.js';
export { checkMandateFolder, mandateFolders } from './mandate-folder.js';
export { mandateJsonSchema } from './mandate.json-schema.js';
export { MandateService, type MandateView, type PublishedMandate } from './mandate.service.js';
export { MandateUnknown } from './mandates.errors.js';
export { MandatesModule } from './mandates.module.js';
export { Obligation } from './obligation.entity.js';
export { type ObligationList, ObligationService } from './obligation.service.js';
export { type ObligationView, isOverdue, isPolicy } from './obligation.view.js';
export type { Basis, Evidence, MandateDocument, Method, Mode, Topic } from './rule.schema.js';
export { METHODS, MODES, TOPICS, mandateDocumentSchema } from './rule.schema.js';
export { type Offer, anySession } from './rules-together.rules.js';
export { EFFECTS } from './simulation.rules.js';
export { SimulationService, type SimulationView } from './simulation.service.js';
export { type TallyDifference, TallyService } from './tally.service.js';
export { VersionService, type VersionView } from './version.service.js';
export { type WordingContext, missingText } from './wording.rules.js';
export { EXEMPTION_GROUNDS } from './words.js';
export { type CourseWorth, trackOf, wouldDo } from './would-do.rules.js';
export { MANDATE_ROWS } from './person-rows.js';
