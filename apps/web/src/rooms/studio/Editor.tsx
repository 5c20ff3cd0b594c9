import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Problem } from '../../api/types';
import { useText } from '../../i18n';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { ClashDialog } from './ClashDialog';
import { EditingContext } from './context';
import { CoursePart } from './CoursePart';
import { type CourseDocument, setAt } from './document';
import classes from './Editor.module.css';
import { LessonPart } from './LessonPart';
import { Outline } from './Outline';
import { lessonPlace } from './places';
import { ProblemList } from './ProblemList';
import { Publish } from './Publish';
import { QuestionsPart } from './QuestionsPart';
import { SaveStatus } from './SaveStatus';
import { SourcesPart } from './SourcesPart';
import { Submit } from './Submit';
import { useDraft } from './useDraft';

const route = getRouteApi('/in/studio/$code');

export function Editor() {
  const { code } = route.useParams();
  const query = useQuery(queries.draft(code));
  return <QueryView query={query}>{(loaded) => <Room key={code} loaded={loaded} />}</QueryView>;
}

interface Loaded {
  code: string;
  revision: number;
  document: Record<string, unknown>;
  problems: Problem[];
}

function Room({ loaded }: { loaded: Loaded }) {
  const { t } = useTranslation();
  const text = useText();
  const draft = useDraft(loaded);
  const { document, problems, update } = draft;
  const editing = useMemo(
    () => ({
      document,
      problems,
      update,
      set: (path: readonly (string | number)[], value: unknown) => {
        update((before) => setAt(before, path, value));
      },
    }),
    [document, problems, update],
  );
  return (
    <EditingContext value={editing}>
      <Page
        title={text(document.title) || t('studio.untitled')}
        width="wide"
        above={
          <Link to="/studio" className={classes.back}>
            <IconArrowLeft size={18} aria-hidden="true" />
            {t('studio.title')}
          </Link>
        }
        actions={
          <>
            <SaveStatus draft={draft} />
            <Submit code={loaded.code} draft={draft} />
            <Publish code={loaded.code} draft={draft} />
          </>
        }
      >
        {draft.joined && (
          <div className={classes.notice}>
            <Notice tone="info" live>
              {t('studio.joined')}
            </Notice>
          </div>
        )}
        <div className={classes.columns}>
          <div className={classes.side}>
            <Outline />
            <ProblemList />
          </div>
          <Open document={document} />
        </div>
        <ClashDialog draft={draft} />
      </Page>
    </EditingContext>
  );
}

function Open({ document }: { document: CourseDocument }) {
  const { t } = useTranslation();
  const text = useText();
  const { at = 'course' } = route.useSearch();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current === at) return;
    shown.current = at;
    // Under the outline on a phone: the focus brings the part into sight.
    heading.current?.focus();
  }, [at]);
  const index = document.lessons.findIndex((lesson) => lessonPlace(lesson.slug) === at);
  const lesson = document.lessons[index];
  const title =
    at === 'questions'
      ? t('studio.questions')
      : at === 'sources'
        ? t('courses.sources')
        : lesson
          ? text(lesson.title) || t('studio.untitledLesson')
          : t('studio.courseInfo');
  return (
    <section className={classes.part} aria-labelledby="part-title">
      <h2 ref={heading} id="part-title" tabIndex={-1} className={classes.partTitle}>
        {title}
      </h2>
      {at === 'questions' && <QuestionsPart />}
      {at === 'sources' && <SourcesPart />}
      {lesson && <LessonPart key={lesson.slug} lesson={lesson} index={index} />}
      {at !== 'questions' && at !== 'sources' && !lesson && <CoursePart />}
    </section>
  );
}
