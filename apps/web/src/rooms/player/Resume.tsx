import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';

import { queries } from '../../api/queries';
import { QueryView } from '../../parts/QueryView';

const route = getRouteApi('/in/learn/$enrollmentId');

/** Opens the course where the learner left it. */
export function Resume() {
  const { enrollmentId } = route.useParams();
  const query = useQuery({ ...queries.enrollment(enrollmentId), staleTime: 0 });
  return (
    <QueryView query={query}>
      {(enrollment) => {
        const lessonId = enrollment.next ?? enrollment.lessons[0]?.id;
        if (enrollment.state === 'completed' || lessonId === undefined) {
          return <Navigate to="/learn/$enrollmentId/finished" params={{ enrollmentId }} replace />;
        }
        return <Navigate to="/learn/$enrollmentId/$lessonId" params={{ enrollmentId, lessonId }} replace />;
      }}
    </QueryView>
  );
}
