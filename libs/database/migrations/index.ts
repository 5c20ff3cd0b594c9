import { accessMigrations } from './access.js';
import { courseMigrations } from './courses.js';
import { jobMigrations } from './jobs.js';
import { learningMigrations } from './learning.js';
import { mandateMigrations } from './mandates.js';
import { messageMigrations } from './messages.js';
import { peopleMigrations } from './people.js';
import { proofMigrations } from './proof.js';
import { reportMigrations } from './reports.js';
import { requestMigrations } from './requests.js';
import { rosterMigrations } from './rosters.js';
import { sealMigrations } from './seals.js';
import { sessionMigrations } from './sessions.js';
import { simulationMigrations } from './simulations.js';

/** All migrations. TypeORM orders them by their stamp; files only group them by part of the domain. */
export const migrations = [
  ...peopleMigrations,
  ...accessMigrations,
  ...jobMigrations,
  ...courseMigrations,
  ...mandateMigrations,
  ...sealMigrations,
  ...simulationMigrations,
  ...requestMigrations,
  ...learningMigrations,
  ...sessionMigrations,
  ...proofMigrations,
  ...messageMigrations,
  ...rosterMigrations,
  ...reportMigrations,
];
