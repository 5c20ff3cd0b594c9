import { AccessService } from '#libs/access';
import type { Actor } from '#libs/actor';
import { CourseQueries, type CourseSummary } from '#libs/courses';
import { type EnrollmentItem, EnrollmentQueries } from '#libs/learning';
import { ObligationService, type ObligationView, trackOf, wouldDo } from '#libs/mandates';
import { PeopleService } from '#libs/people';
import { Controller, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CurrentActor } from '../http/request.js';
import { Route, Tag } from '../http/route.js';
import { obligationResponse } from './obligation.response.js';
import { myObligations, myObligationsQuery } from './obligations.schema.js';

/** More than anyone compares; the catalogue has the rest. */
const COURSES_SHOWN = 20;

@Tag('obligations')
@Controller('me/obligations')
export class ObligationsController {
  constructor(
    private readonly access: AccessService,
    private readonly people: PeopleService,
    private readonly obligations: ObligationService,
    private readonly courses: CourseQueries,
    private readonly enrollments: EnrollmentQueries,
  ) {}

  @Route('GET', '', {
    summary: 'What I owe: state, due date, what is missing, why, and which courses would do',
    allow: 'signed-in',
    query: myObligationsQuery,
    response: myObligations,
  })
  async mine(
    @CurrentActor() actor: Actor,
    @Query() { asOf }: z.infer<typeof myObligationsQuery>,
  ): Promise<z.input<typeof myObligations>> {
    const personId = this.access.requirePerson(actor);
    if (asOf !== undefined) {
      // Which courses would do is a question of now.
      const known = await this.obligations.listAt(personId, asOf);
      return { today: known.today, obligations: known.obligations.map((view) => obligationResponse(view)) };
    }
    const { today, obligations } = await this.obligations.listOf(personId);
    const offered = await this.coursesFor(personId, today);
    const enrolled = await this.enrollments.newestByCourse(actor);
    return {
      today,
      obligations: obligations.map((view) => obligationResponse(view, serving(view, offered, enrolled))),
    };
  }

  /** The catalogue of the tracks made for what the person works as today. */
  private async coursesFor(personId: string, today: string): Promise<readonly CourseSummary[]> {
    const memberships = (await this.people.facts([personId])).get(personId)?.memberships ?? [];
    const current = memberships.filter(({ from, to }) => from <= today && (to === null || to >= today));
    const tracks = new Set(current.map(({ occupation }) => trackOf(occupation)));
    const { items } = await this.courses.catalogue({ limit: 500 });
    return items.filter(({ track }) => tracks.has(track));
  }
}

/** Courses begun first, then those not done yet; one already completed may be taken again, and stands last. */
function serving(
  view: ObligationView,
  offered: readonly CourseSummary[],
  enrolled: ReadonlyMap<string, EnrollmentItem>,
): z.input<typeof myObligations>['obligations'][number]['courses'] {
  const rank = (code: string): number => ({ active: 0, left: 1, completed: 2 })[enrolled.get(code)?.state ?? 'left'];
  return offered
    .filter((course) => wouldDo(view, course))
    .sort((a, b) => rank(a.code) - rank(b.code) || (a.code < b.code ? -1 : 1))
    .slice(0, COURSES_SHOWN)
    .map(({ code, title, minutes, mode, pilot }) => {
      const mine = enrolled.get(code);
      return { code, title, minutes, mode, pilot, enrollment: mine ? { id: mine.id, state: mine.state } : null };
    });
}
