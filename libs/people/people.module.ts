import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Accommodation } from './accommodation.entity.js';
import { AccommodationService } from './accommodations.service.js';
import { Authority } from './authority.entity.js';
import { HolderService } from './holder.service.js';
import { FactsService } from './facts.service.js';
import { MergeService } from './merge.service.js';
import { OrgTree, OrgUnitClosure, OrgUnitName, OrgUnitParent, OrgUnitSuccession } from './org-unit-dated.entity.js';
import { OrgUnit } from './org-unit.entity.js';
import { PeopleService } from './people.service.js';
import { Leave, Membership } from './person-facts.entity.js';
import { Person, PersonExternalId, PersonIdentity, PersonIdentityPast } from './person.entity.js';
import { UnitHistory } from './unit-history.service.js';
import { UnitService } from './units.service.js';

@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([
      Authority,
      OrgUnit,
      OrgUnitName,
      OrgUnitParent,
      OrgUnitSuccession,
      OrgUnitClosure,
      OrgTree,
      Person,
      PersonIdentity,
      PersonIdentityPast,
      PersonExternalId,
      Membership,
      Leave,
      Accommodation,
    ]),
  ],
  providers: [UnitService, UnitHistory, PeopleService, FactsService, MergeService, HolderService, AccommodationService],
  exports: [UnitService, UnitHistory, PeopleService, FactsService, MergeService, HolderService, AccommodationService],
})
export class PeopleModule {}
