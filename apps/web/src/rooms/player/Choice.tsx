import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import type { Enrollment } from '../../api/types';
import { useText } from '../../i18n';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Choice.module.css';

/** What a learner may choose about a course under way: the route, and a newer version. */
export function Choice({ enrollment }: { enrollment: Enrollment }) {
  if (enrollment.state !== 'active') return null;
  return (
    <>
      {enrollment.routes.length > 1 && <RouteChoice enrollment={enrollment} />}
      {enrollment.newer && <Newer enrollment={enrollment} newer={enrollment.newer} />}
    </>
  );
}

function RouteChoice({ enrollment }: { enrollment: Enrollment }) {
  const { t } = useTranslation();
  const reopen = useReopen(enrollment.id);
  const change = useMutation({
    mutationFn: (route: Enrollment['route']) =>
      unwrap(http.PUT('/api/v1/enrollments/{id}/route', { params: { path: { id: enrollment.id } }, body: { route } })),
    onSuccess: reopen,
  });
  return (
    <div className={classes.choice}>
      <p id="route-label" className={classes.label}>
        {t('player.route.label')}
      </p>
      <SegmentedControl
        fullWidth
        aria-labelledby="route-label"
        value={enrollment.route}
        disabled={change.isPending}
        data={enrollment.routes.map((route) => ({ value: route, label: t(`player.route.${route}`) }))}
        onChange={(route) => {
          change.mutate(route === 'blended' ? 'blended' : 'solo');
        }}
      />
      <p className={classes.hint}>{t(`player.route.${enrollment.route}Hint`)}</p>
      {change.isError && <Failure error={change.error} />}
    </div>
  );
}

function Newer({ enrollment, newer }: { enrollment: Enrollment; newer: NonNullable<Enrollment['newer']> }) {
  const { t } = useTranslation();
  const text = useText();
  const reopen = useReopen(enrollment.id);
  const move = useMutation({
    mutationFn: () =>
      unwrap(http.POST('/api/v1/enrollments/{id}/version', { params: { path: { id: enrollment.id } } })),
    onSuccess: reopen,
  });
  return (
    <div className={classes.choice}>
      <Notice
        tone="info"
        title={t('player.newer.title')}
        actions={
          <Button
            variant="default"
            loading={move.isPending}
            onClick={() => {
              move.mutate();
            }}
          >
            {t('player.newer.move')}
          </Button>
        }
      >
        {newer.again.length === 0
          ? t('player.newer.keepsAll')
          : t('player.newer.again', { titles: newer.again.map(text).join(', ') })}
      </Notice>
      {move.isError && <Failure error={move.error} />}
    </div>
  );
}

/** The lessons are others now: goes to where the course goes on. */
function useReopen(enrollmentId: string): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await client.invalidateQueries({ queryKey: ['enrollment', enrollmentId] });
    void client.invalidateQueries({ queryKey: ['obligations'] });
    await navigate({ to: '/learn/$enrollmentId', params: { enrollmentId } });
  };
}
