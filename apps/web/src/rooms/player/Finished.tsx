import { IconDownload } from '@tabler/icons-react';
import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Enrollment } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../parts/ButtonLink';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { EvidenceCard } from './EvidenceCard';
import classes from './Finished.module.css';

const route = getRouteApi('/in/learn/$enrollmentId/finished');

function waiting(enrollment: Enrollment | undefined): boolean {
  return enrollment?.completion != null && enrollment.completion.certificate?.state !== 'issued';
}

export function Finished() {
  const { enrollmentId } = route.useParams();
  const query = useQuery({
    ...queries.enrollment(enrollmentId),
    // Often at first, then seldom: the certificate comes without anyone waiting for it.
    refetchInterval: ({ state }) => (waiting(state.data) ? (state.dataUpdateCount < 20 ? 1500 : 10_000) : false),
  });
  return <QueryView query={query}>{(enrollment) => <Outcome enrollment={enrollment} />}</QueryView>;
}

function Outcome({ enrollment }: { enrollment: Enrollment }) {
  const { t } = useTranslation();
  const text = useText();
  const { date } = useFormat();
  const completion = enrollment.completion;
  const again = (
    <Link
      to="/learn/$enrollmentId/$lessonId"
      params={{ enrollmentId: enrollment.id, lessonId: enrollment.lessons[0]?.id ?? '' }}
    >
      {t('player.finished.lookAgain')}
    </Link>
  );
  if (!completion) {
    return (
      <Page title={t('player.finished.notYetTitle')} lead={t('player.finished.notYetBody')} width="narrow">
        {enrollment.next ? (
          <ButtonLink
            size="lg"
            to="/learn/$enrollmentId/$lessonId"
            params={{ enrollmentId: enrollment.id, lessonId: enrollment.next }}
          >
            {t('duties.resume')}
          </ButtonLink>
        ) : (
          again
        )}
      </Page>
    );
  }
  const optional = enrollment.lessons.find((lesson) => lesson.state !== 'done');
  return (
    <Page title={t('player.finished.title')} width="narrow" quietTitle>
      <div className={classes.outcome}>
        <Flourish />
        <p className={classes.big} aria-hidden="true">
          {t('player.finished.title')}
        </p>
        <p className={classes.body}>{t('player.finished.body', { title: text(enrollment.course.title) })}</p>
        <p className={classes.when}>{t('player.finished.on', { date: date(completion.completedOn) })}</p>
        <Paper certificate={completion.certificate} />
        <div className={classes.links}>
          <ButtonLink to="/duties" variant="default">
            {t('player.finished.duties')}
          </ButtonLink>
          <ButtonLink to="/certificates" variant="default">
            {t('player.finished.certificates')}
          </ButtonLink>
        </div>
        {optional && (
          <Link to="/learn/$enrollmentId/$lessonId" params={{ enrollmentId: enrollment.id, lessonId: optional.id }}>
            {t('player.finished.optional', { title: text(optional.title) })}
          </Link>
        )}
        {again}
      </div>
      <EvidenceCard enrollment={enrollment} />
    </Page>
  );
}

function Paper({ certificate }: { certificate: { id: string; state: string } | null }) {
  const { t } = useTranslation();
  const issued = certificate?.state === 'issued';
  return (
    <div className={classes.paper}>
      <div role="status">
        {issued ? (
          <Notice tone="good" title={t('player.finished.ready')} />
        ) : (
          <div className={classes.making}>
            <Loader size="sm" aria-hidden="true" />
            <div>
              <p className={classes.makingTitle}>{t('player.finished.making')}</p>
              <p>{t('player.finished.makingBody')}</p>
            </div>
          </div>
        )}
      </div>
      {issued && (
        <Button
          component="a"
          size="lg"
          href={`/api/v1/certificates/${certificate.id}/pdf`}
          download
          leftSection={<IconDownload size={20} aria-hidden="true" />}
        >
          {t('player.finished.download')}
        </Button>
      )}
    </div>
  );
}

/** People gather in the courtyard, once, quietly; still for those who prefer no motion. */
function Flourish() {
  return (
    <svg
      className={classes.flourish}
      viewBox="0 0 120 120"
      width="120"
      height="120"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d="M76 102H30a12 12 0 0 1-12-12V30a12 12 0 0 1 12-12h60a12 12 0 0 1 12 12v46"
        fill="none"
        stroke="var(--blue-60)"
        strokeWidth="9"
        strokeLinecap="round"
      />
      <circle cx="46" cy="48" r="9" fill="var(--blue-50)" />
      <circle cx="76" cy="56" r="9" fill="var(--earth-40)" />
      <circle cx="52" cy="78" r="9" fill="var(--gray-90)" />
      <circle cx="98" cy="98" r="9" fill="var(--green-50)" />
    </svg>
  );
}
