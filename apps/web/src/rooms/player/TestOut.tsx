import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { Enrollment } from '../../api/types';
import { useLanguage } from '../../i18n';
import { NotFound } from '../../parts/NotFound';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import { Quiz } from './Quiz';

const route = getRouteApi('/in/learn/$enrollmentId/test-out');

/** The final quiz with questions not seen before: another way to show what one knows. */
export function TestOut() {
  const { t } = useTranslation();
  const { enrollmentId } = route.useParams();
  const query = useQuery(queries.enrollment(enrollmentId));
  return (
    <Page title={t('player.evidence.testOutTitle')} lead={t('player.evidence.testOutLead')} width="narrow">
      <QueryView query={query}>{(enrollment) => <Open enrollment={enrollment} />}</QueryView>
    </Page>
  );
}

function Open({ enrollment }: { enrollment: Enrollment }) {
  const language = useLanguage();
  const query = useQuery(queries.testOut(enrollment.id, language));
  return (
    <QueryView query={query}>
      {(quiz) => {
        const state = enrollment.lessons.find((lesson) => lesson.id === quiz.lessonId);
        if (!state) return <NotFound />;
        const { id, slug, kind, title } = state;
        const lesson = {
          id,
          slug,
          kind,
          title,
          language,
          html: null,
          easy: { shown: false, available: false },
          scenario: null,
          film: null,
          quiz,
          sources: [],
        };
        return <Quiz enrollment={enrollment} state={state} lesson={lesson} quiz={quiz} />;
      }}
    </QueryView>
  );
}
