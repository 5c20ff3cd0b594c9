/** Owns: authorities, the organisation tree, persons, and their dated facts. */
export { type Holder, HolderService } from './holder.service.js';
export type { DoneFact, FactChange, MembershipValues, PersonChange } from './fact-change.js';
export { AccommodationService } from './accommodations.service.js';
export { type LeaveFact, type MembershipFact, type PersonFacts } from './facts.queries.js';
export { FactsService } from './facts.service.js';
export { type MergeDone, MergeService } from './merge.service.js';
export { OrgUnit, type UnitKind } from './org-unit.entity.js';
export { Authority } from './authority.entity.js';
export { PeopleModule } from './people.module.js';
export { type NewMembership, type NewPerson, type PersonName, PeopleService } from './people.service.js';
export { type Band, type LeaveKind, type Occupation } from './person-facts.entity.js';
export { Person } from './person.entity.js';
export { PEOPLE_ROWS, type PersonRows } from './person-rows.js';
export { keepIdentities } from './identity-history.js';
export { UnitHistory } from './unit-history.service.js';
export { UnitTree } from './unit-tree.js';
export { type AuthorityView, type NewAuthority, type NewUnit, type Unit, UnitService } from './units.service.js';
