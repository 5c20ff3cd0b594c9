import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { ClassDetail } from '../../api/types';
import { can, PERMISSION, useMe } from '../../app/session';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../parts/ButtonLink';
import { Card } from '../../parts/Card';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import table from '../../parts/Table.module.css';
import { DutyCard } from '../duties/DutyCard';
import { AddPupils, ClassCourses } from './ClassCourses';
import { Codes } from './Codes';
import { RunLesson } from './RunLesson';
import classes from './School.module.css';
import { Transfer } from './Transfer';

const route = getRouteApi('/in/school/$unitId');

export function ClassPage() {
  const { unitId } = route.useParams();
  const query = useQuery(queries.classOf(unitId));
  return <QueryView query={query}>{(detail) => <Room detail={detail} />}</QueryView>;
}

function Room({ detail }: { detail: ClassDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const above = detail.path.filter((name) => name.ko !== detail.unit.name.ko).slice(-2);
  return (
    <Page
      title={text(detail.unit.name)}
      lead={`${above.map(text).join(' › ')} · ${t('school.students', { count: detail.students.length })}`}
      above={
        <Link to="/school" className={classes.back}>
          <IconArrowLeft size={18} aria-hidden="true" />
          {t('school.classes')}
        </Link>
      }
    >
      <div className={classes.sections}>
        {detail.obligations.length > 0 && (
          <section aria-labelledby="provision">
            <h2 id="provision" className={classes.sectionTitle}>
              {t('school.provision')}
            </h2>
            <div className={classes.form}>
              {detail.obligations.map((obligation) => (
                <DutyCard key={obligation.id} obligation={obligation} />
              ))}
            </div>
          </section>
        )}
        <RunLesson unitId={detail.unit.id} />
        <ClassCourses unitId={detail.unit.id} />
        <Sessions detail={detail} />
        <Students detail={detail} />
      </div>
    </Page>
  );
}

function Sessions({ detail }: { detail: ClassDetail }) {
  const { t } = useTranslation();
  const { shortDate, minutes } = useFormat();
  return (
    <section aria-labelledby="sessions">
      <div className={classes.titleLine}>
        <h2 id="sessions" className={classes.sectionTitle}>
          {t('school.sessions')}
        </h2>
        <ButtonLink to="/school/$unitId/record" params={{ unitId: detail.unit.id }} variant="default">
          {t('school.record')}
        </ButtonLink>
      </div>
      {detail.sessions.length === 0 ? (
        <Card as="div" tone="quiet">
          <p className={classes.soft}>{t('school.noSessions')}</p>
        </Card>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('school.lesson')}</th>
              <th scope="col">{t('school.date')}</th>
              <th scope="col">{t('school.time')}</th>
              <th scope="col">{t('school.attended')}</th>
              <th scope="col">{t('school.partner')}</th>
            </tr>
          </thead>
          <tbody>
            {detail.sessions.map((session) => (
              <tr key={session.id}>
                <th scope="row">{session.title}</th>
                <td data-label={t('school.date')}>{shortDate(session.heldOn)}</td>
                <td data-label={t('school.time')}>{minutes(session.minutes)}</td>
                <td data-label={t('school.attended')}>
                  {t('school.attendedOf', { roster: session.roster, attended: session.attended })}
                </td>
                <td data-label={t('school.partner')}>{session.partner ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Students({ detail }: { detail: ClassDetail }) {
  const { t } = useTranslation();
  const manages = can(useMe(), PERMISSION.classes);
  return (
    <section aria-labelledby="students">
      <div className={classes.titleLine}>
        <h2 id="students" className={classes.sectionTitle}>
          {t('school.roster')}
        </h2>
        <div className={classes.buttons}>
          <AddPupils unitId={detail.unit.id} />
          <Codes detail={detail} />
        </div>
      </div>
      <ul className={classes.roster}>
        {detail.students.map((student) => (
          <li key={student.personId}>
            <strong>
              {student.number}. {student.name}
            </strong>
            <span className={classes.meta}>
              {student.login === null ? t('school.noLogin') : `${t('school.login')} ${student.login}`}
            </span>
            {manages && <Transfer detail={detail} student={student} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
