import { Button } from '@mantine/core';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { WholeVersion } from '../../api/types';
import { can, useMe } from '../../app/session';
import { useLanguage, useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge, PilotBadge } from '../../parts/Badge';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { Prose } from '../../parts/Prose';
import { QueryView } from '../../parts/QueryView';
import { Reviews } from '../courses/Makers';
import { Differences } from './Differences';
import { Give } from './Give';
import classes from './Review.module.css';

const route = getRouteApi('/in/review/$code/$number');

/** One version: where it stands, what changed, every lesson of it, and a reviewer's word on it. */
export function Version() {
  const { code, number } = route.useParams();
  const query = useQuery(queries.version(code, Number(number)));
  return <QueryView query={query}>{(version) => <Whole code={code} version={version} />}</QueryView>;
}

/** The parts of the document that are shown here; the server checks the rest. */
interface Shown {
  title: { ko: string; en: string };
  lessons: { slug: string; title: { ko: string; en: string } }[];
}

function Whole({ code, version }: { code: string; version: WholeVersion }) {
  const { t } = useTranslation();
  const text = useText();
  const { instant } = useFormat();
  const me = useMe();
  const { title, lessons } = version.document as unknown as Shown;
  return (
    <Page
      title={`${text(title)} ${t('courses.versionNumber', { number: version.number })}`}
      width="narrow"
      above={
        <Link to="/review/$code" params={{ code }}>
          <IconArrowLeft size={18} aria-hidden="true" /> {t('review.versions')}
        </Link>
      }
      actions={
        <a
          className={classes.download}
          href={`/api/v1/studio/courses/${code}/export?version=${String(version.number)}`}
          download
        >
          <IconDownload size={18} aria-hidden="true" /> {t('review.export')}
        </a>
      }
    >
      <div className={classes.parts}>
        <p className={classes.badges}>
          <Badge tone={version.state === 'published' ? 'green' : 'amber'}>{t(`review.state.${version.state}`)}</Badge>
          {version.scope === 'minor' && <Badge tone="earth">{t('review.minor')}</Badge>}
          {version.state === 'published' && version.pilot && <PilotBadge />}
        </p>
        {version.note && <p>{version.note}</p>}
        <p className={classes.quiet}>
          {[version.submittedBy?.name, version.submittedAt && instant(version.submittedAt)].filter(Boolean).join(' · ')}
        </p>
        <Card labelledBy="said">
          <h2 id="said" className={classes.heading}>
            {t('courses.seats')}
          </h2>
          <Reviews seats={version.seats} reviews={version.reviews} />
        </Card>
        {version.mySeats.length > 0 && version.state !== 'retired' && can(me, 'course:review') && (
          <Give code={code} number={version.number} seats={version.mySeats} />
        )}
        {can(me, 'course:author') && <Steps code={code} version={version} />}
        <section>
          <h2 className={classes.heading}>{t('review.whatChanged')}</h2>
          <Differences code={code} from={version.basedOn} to={version.number} />
        </section>
        <section>
          <h2 className={classes.heading}>{t('courses.lessons')}</h2>
          <Lessons code={code} number={version.number} lessons={lessons} />
        </section>
      </div>
    </Page>
  );
}

function Steps({ code, version }: { code: string; version: WholeVersion }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const path = { code, number: version.number };
  const done = (): void => {
    for (const key of ['versions', 'studio', 'courses', 'course', 'draft'])
      void client.invalidateQueries({ queryKey: [key] });
  };
  const publish = useMutation({
    mutationFn: () =>
      unwrap(http.POST('/api/v1/studio/courses/{code}/versions/{number}/publication', { params: { path } })),
    onSuccess: done,
  });
  const withdraw = useMutation({
    mutationFn: () =>
      unwrap(http.POST('/api/v1/studio/courses/{code}/versions/{number}/withdrawal', { params: { path } })),
    onSuccess: done,
  });
  if (version.state !== 'in-review' && version.state !== 'signed') return null;
  return (
    <Card tone="blue" labelledBy="next-step">
      <h2 id="next-step" className={classes.heading}>
        {t('review.next')}
      </h2>
      <p>{t(version.state === 'signed' ? 'review.nextSigned' : 'review.nextPilot')}</p>
      {publish.isError && <Failure error={publish.error} />}
      {withdraw.isError && <Failure error={withdraw.error} />}
      <div className={classes.buttons}>
        <Button
          loading={publish.isPending}
          onClick={() => {
            publish.mutate();
          }}
        >
          {t(version.state === 'signed' ? 'review.publish' : 'studio.publishGo')}
        </Button>
        <Button
          variant="default"
          loading={withdraw.isPending}
          onClick={() => {
            withdraw.mutate();
          }}
        >
          {t('review.withdraw')}
        </Button>
      </div>
    </Card>
  );
}

function Lessons({ code, number, lessons }: { code: string; number: number; lessons: Shown['lessons'] }) {
  const { t } = useTranslation();
  const text = useText();
  const [slug, setSlug] = useState('');
  return (
    <div className={classes.parts}>
      <label className={classes.select}>
        <span>{t('review.readLesson')}</span>
        <select
          value={slug}
          onChange={(event) => {
            setSlug(event.currentTarget.value);
          }}
        >
          <option value="">{t('review.choose')}</option>
          {lessons.map((lesson) => (
            <option key={lesson.slug} value={lesson.slug}>
              {text(lesson.title)}
            </option>
          ))}
        </select>
      </label>
      {slug !== '' && <OneLesson code={code} number={number} slug={slug} />}
    </div>
  );
}

function OneLesson({ code, number, slug }: { code: string; number: number; slug: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useQuery(queries.versionLesson(code, number, slug, language));
  return (
    <QueryView query={query}>
      {(lesson) => (
        <div className={classes.lesson}>
          {lesson.html && <Prose html={lesson.html} language={lesson.language} />}
          {lesson.scenario && (
            <>
              <Prose html={lesson.scenario.role} language={lesson.language} />
              {lesson.scenario.situations.map((situation, index) => (
                <section key={situation.id}>
                  <h3>{t('player.scenario.situation', { number: index + 1 })}</h3>
                  <Prose html={situation.html} language={lesson.language} />
                  <ul>
                    {situation.choices.map((choice) => (
                      <li key={choice.id}>
                        <Prose size="compact" html={choice.html} language={lesson.language} />
                        <Prose size="compact" html={choice.consequenceHtml} language={lesson.language} />
                        <Prose size="compact" html={choice.reasoningHtml} language={lesson.language} />
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
              <Prose html={lesson.scenario.debriefHtml} language={lesson.language} />
            </>
          )}
          {lesson.quiz?.items.map((item, index) => (
            <section key={item.id}>
              <h3>{t('player.quiz.question', { number: index + 1 })}</h3>
              <Prose html={item.stemHtml} language={lesson.language} />
              <ul>
                {item.choices.map((choice) => (
                  <li key={choice.id}>
                    <Prose size="compact" html={choice.html} language={lesson.language} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {!lesson.html && !lesson.scenario && !lesson.quiz && (
            <Notice tone="info">{t('review.nothingWritten')}</Notice>
          )}
        </div>
      )}
    </QueryView>
  );
}
