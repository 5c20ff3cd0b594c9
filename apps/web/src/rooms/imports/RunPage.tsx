import { useParams } from '@tanstack/react-router';

import { Run } from './Run';

export function RunPage() {
  const { runId } = useParams({ from: '/in/imports/$runId' });
  return <Run key={runId} runId={runId} />;
}
