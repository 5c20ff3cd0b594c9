import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Enrollment, LessonState } from '../../api/types';
import { useLanguage, useText, useWord } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Disclosure } from '../../parts/Disclosure';
import { LessonIcon } from '../../parts/LessonIcon';
import { NotFound } from '../../parts/NotFound';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { Sources } from '../../parts/Sources';
import { LessonList } from './LessonList';
import type { LessonProps } from './lesson-props';
import classes from './Player.module.css';
import { LiveLesson } from './LiveLesson';
import { Quiz } from './Quiz';
import { Reading } from './Reading';
import { Reflection } from './Reflection';
import { Scenario } from './Scenario';
import { Video } from './Video';

const route = getRouteApi('/in/learn/$enrollmentId/$lessonId');

export function Player() {
  const { enrollmentId, lessonId } = route.useParams();
  const query = useQuery(queries.enrollment(enrollmentId));
  return (
    <QueryView query={query}>
      {(enrollment) => {
        const state = enrollment.lessons.find((lesson) => lesson.id === lessonId);
        if (!state) return <NotFound />;
        return (
          <div className={classes.columns}>
            <LessonList enrollment={enrollment} current={lessonId} />
            <div className={classes.main}>
              <OneLesson key={lessonId} enrollment={enrollment} state={state} />
            </div>
          </div>
        );
      }}
    </QueryView>
  );
}

function OneLesson({ enrollment, state }: { enrollment: Enrollment; state: LessonState }) {
  const text = useText();
  const word = useWord();
  const { minutes } = useFormat();
  const { t } = useTranslation();
  const wanted = useLanguage();
  const language = enrollment.course.languages.includes(wanted) ? wanted : (enrollment.course.languages[0] ?? 'ko');
  const query = useQuery(queries.lesson(enrollment.id, state.id, language));
  return (
    <Page
      title={text(state.title)}
      width="narrow"
      above={
        <p className={classes.kind}>
          <LessonIcon kind={state.kind} size={20} />
          {word('lessonKind', state.kind)} · {minutes(state.minutes)}
          {!state.required && ` · ${t('app.optional')}`}
        </p>
      }
    >
      <QueryView query={query}>
        {(lesson) => (
          <>
            <Body enrollment={enrollment} state={state} lesson={lesson} />
            {lesson.sources.length > 0 && (
              <div className={classes.sources}>
                <Disclosure summary={t('courses.sources')}>
                  <Sources sources={lesson.sources} />
                </Disclosure>
              </div>
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Body(props: LessonProps) {
  const { lesson } = props;
  if (lesson.scenario) return <Scenario {...props} scenario={lesson.scenario} />;
  if (lesson.quiz) return <Quiz {...props} quiz={lesson.quiz} />;
  if (lesson.film) return <Video {...props} film={lesson.film} />;
  if (lesson.kind === 'live') return <LiveLesson {...props} />;
  if (lesson.kind === 'reflection') return <Reflection {...props} />;
  return <Reading {...props} />;
}
