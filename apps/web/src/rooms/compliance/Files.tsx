import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { download } from '../../api/download';
import { queries } from '../../api/queries';
import type { ReportFile, ReportSchedule } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { Failure } from '../../parts/Failure';
import { Meter } from '../../parts/Meter';
import classes from './Compliance.module.css';

/** The files the reader asked for: how far they are, and until when they can be fetched. */
export function Files() {
  const { t } = useTranslation();
  const query = useQuery(queries.reportFiles());
  const files = query.data?.items.filter(({ state }) => state !== 'cancelled' && state !== 'expired') ?? [];
  const schedules = useQuery(queries.reportSchedules()).data?.items ?? [];
  if (files.length + schedules.length === 0) return null;
  return (
    <section aria-labelledby="report-files" className="no-print">
      <h2 id="report-files" className={classes.filesTitle}>
        {t('compliance.files')}
      </h2>
      <ul className={classes.files}>
        {files.map((file) => (
          <File key={file.id} file={file} />
        ))}
        {schedules.map((schedule) => (
          <Scheduled key={schedule.id} schedule={schedule} />
        ))}
      </ul>
    </section>
  );
}

function File({ file }: { file: ReportFile }) {
  const { t } = useTranslation();
  const { instant, number } = useFormat();
  const client = useQueryClient();
  const fetchIt = useMutation({
    mutationFn: () => download(`/api/v1/reports/exports/${file.id}/file`, {}, file.name ?? 'report'),
  });
  const stop = useMutation({
    mutationFn: () => unwrap(http.DELETE('/api/v1/reports/exports/{id}', { params: { path: { id: file.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['report-files'] }),
  });
  const progress = t('compliance.fileProgress', { done: number(file.rowsDone), rows: number(file.rows) });
  return (
    <li className={classes.file}>
      <span>
        <strong>{file.name ?? t(`compliance.kinds.${file.kind}`)}</strong>
        <br />
        {file.reason}
      </span>
      {file.state === 'running' && (
        <Meter label={t('compliance.fileRunning')} value={file.rowsDone} max={Math.max(1, file.rows)} text={progress} />
      )}
      <span aria-live="polite" className={classes.hint}>
        {file.state === 'running' && progress}
        {file.state === 'failed' && t('compliance.fileFailed')}
        {file.state === 'done' && file.expiresAt !== null && t('compliance.fileUntil', { at: instant(file.expiresAt) })}
      </span>
      {(fetchIt.isError || stop.isError) && <Failure error={fetchIt.error ?? stop.error} />}
      <span className={classes.row}>
        {file.state === 'done' && (
          <Button
            size="sm"
            loading={fetchIt.isPending}
            onClick={() => {
              fetchIt.mutate();
            }}
          >
            {t('compliance.fileGet')}
          </Button>
        )}
        {(file.state === 'done' || file.state === 'running') && (
          <Button
            size="sm"
            variant="default"
            loading={stop.isPending}
            onClick={() => {
              stop.mutate();
            }}
          >
            {file.state === 'running' ? t('compliance.fileStop') : t('compliance.fileRemove')}
          </Button>
        )}
      </span>
    </li>
  );
}

function Scheduled({ schedule }: { schedule: ReportSchedule }) {
  const { t } = useTranslation();
  const { shortDate } = useFormat();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => unwrap(http.DELETE('/api/v1/reports/schedules/{id}', { params: { path: { id: schedule.id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['report-schedules'] }),
  });
  return (
    <li className={classes.file}>
      <strong>
        {t(`compliance.kinds.${schedule.kind}`)}, {t(`compliance.oftens.${schedule.every}`)}
      </strong>
      <span className={classes.hint}>
        {t('compliance.scheduleFor', { name: schedule.person.name, on: shortDate(schedule.nextOn) })}
        {schedule.lastSkipped !== null && ` ${t('compliance.scheduleSkipped')}`}
      </span>
      {end.isError && <Failure error={end.error} />}
      <span className={classes.row}>
        <Button
          size="sm"
          variant="default"
          loading={end.isPending}
          onClick={() => {
            end.mutate();
          }}
        >
          {t('compliance.scheduleEnd')}
        </Button>
      </span>
    </li>
  );
}
