import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Allocation, Credit, Exemption } from './credit.entity.js';
import { CreditService } from './credit.service.js';
import { EarnedQueries } from './earned.queries.js';
import { DutyPreview } from './duty-preview.service.js';
import { AbsorptionService } from './absorption.service.js';
import { EvaluationService } from './evaluation.service.js';
import { ExplainService } from './explain.service.js';
import { HistoryService } from './history.service.js';
import { Mandate, MandateVersion } from './mandate.entity.js';
import { MandateService } from './mandate.service.js';
import { EvaluationDue, Obligation, ObligationEvent } from './obligation.entity.js';
import { ObligationService } from './obligation.service.js';
import { Simulation, SimulationRow } from './simulation.entity.js';
import { SimulationService } from './simulation.service.js';
import { TallyHistory, TallySnapshot } from './tally-history.entity.js';
import { Tally, TallyDelta, TallySubtree } from './tally.entity.js';
import { TallyService } from './tally.service.js';
import { VersionService } from './version.service.js';

const SERVICES = [
  MandateService,
  VersionService,
  SimulationService,
  AbsorptionService,
  EvaluationService,
  HistoryService,
  ExplainService,
  CreditService,
  TallyService,
  ObligationService,
  EarnedQueries,
  DutyPreview,
];

@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([
      Mandate,
      MandateVersion,
      Obligation,
      ObligationEvent,
      EvaluationDue,
      Credit,
      Allocation,
      Exemption,
      Tally,
      TallyDelta,
      TallySubtree,
      TallyHistory,
      TallySnapshot,
      Simulation,
      SimulationRow,
    ]),
  ],
  providers: SERVICES,
  exports: SERVICES,
})
export class MandatesModule {}
