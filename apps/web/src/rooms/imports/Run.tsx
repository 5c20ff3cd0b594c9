import { Button, Checkbox } from '@mantine/core';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { download } from '../../api/download';
import { queries } from '../../api/queries';
import type { ImportDetail, ImportSummary } from '../../api/types';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Disclosure } from '../../parts/Disclosure';
import { Failure } from '../../parts/Failure';
import { Meter } from '../../parts/Meter';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Imports.module.css';
import { MappingForm } from './MappingForm';
import { Promotion } from './Promotion';
import { Rows } from './Rows';
import { Steps } from './Steps';
import { UnitQuestions } from './UnitQuestions';

const WORKING = ['reading', 'checking', 'applying', 'undoing'];

/** The second and third step: what would change, what needs a person, and what was done. */
export function Run({ runId }: { runId: string }) {
  const query = useQuery({
    ...queries.importRun(runId),
    // The work goes on by itself; this only looks how far it is.
    refetchInterval: ({ state }) => (WORKING.includes(state.data?.state ?? '') ? 1_000 : false),
  });
  return <QueryView query={query}>{(run) => <Detail run={run} />}</QueryView>;
}

function Detail({ run }: { run: ImportDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const { date } = useFormat();
  const done = ['applied', 'undoing', 'undone'].includes(run.state);
  return (
    <Page
      title={run.fileName || t('imports.pasted')}
      above={
        <Link to="/imports" className={classes.line ?? ''}>
          <IconArrowLeft size={18} aria-hidden="true" /> {t('imports.all')}
        </Link>
      }
      lead={`${text(run.unit.name)} · ${t('imports.rows', { count: run.rows })} · ${date(run.effectiveOn)}`}
    >
      <Steps at={done || run.state === 'applying' ? 'apply' : 'check'} />
      <div className={classes.sections}>
        {WORKING.includes(run.state) && <Progress run={run} />}
        {run.state === 'uploaded' && <Notice tone="info">{t('imports.state.uploaded')}</Notice>}
        {run.state === 'uploaded' && <MappingForm run={run} />}
        {run.summary && <Promotion run={run} summary={run.summary} />}
        {run.summary && run.state === 'checked' && <Checked run={run} summary={run.summary} />}
        {run.summary && done && <Applied run={run} summary={run.summary} />}
      </div>
    </Page>
  );
}

function Progress({ run }: { run: ImportDetail }) {
  const { t } = useTranslation();
  const words = t('imports.progress', { done: Math.min(run.done, run.rows), total: run.rows });
  return (
    <section className={classes.card} aria-live="polite">
      <p className={classes.strong}>{t(`imports.state.${run.state}`)}</p>
      <Meter label={t(`imports.state.${run.state}`)} value={run.done} max={run.rows} text={words} />
      <p className={classes.meta}>
        {words} {t('imports.leave')}
      </p>
    </section>
  );
}

function Checked({ run, summary }: { run: ImportDetail; summary: ImportSummary }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [acceptDrop, setAcceptDrop] = useState(false);
  const params = { path: { id: run.id } };
  const again = () => client.invalidateQueries({ queryKey: ['import', run.id] });
  const apply = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/imports/{id}/application', { params, body: { acceptDrop } })),
    onSettled: again,
  });
  const whole = useMutation({
    mutationFn: (value: boolean) =>
      unwrap(http.PUT('/api/v1/imports/{id}/options', { params, body: { whole: value } })),
    onSettled: again,
  });
  const drop = useMutation({
    mutationFn: () => unwrap(http.DELETE('/api/v1/imports/{id}', { params })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['imports'] });
      await navigate({ to: '/imports' });
    },
  });
  const { ask, bad, none, ...rest } = summary.rows;
  const changing = Object.values(rest).reduce((sum, count) => sum + count, 0);
  const total = changing + ask + bad + none;
  return (
    <>
      <section className={classes.sections}>
        <p className={classes.headline} role="status">
          {ask + bad > 0
            ? t('imports.headline', { total, count: ask + bad })
            : changing === 0
              ? t('imports.same')
              : summary.proposed > 0
                ? t('imports.headlineProposed', { total, count: summary.proposed })
                : t('imports.headlineNone', { total })}
        </p>
        <Counts summary={summary} />
        {summary.refusedNumbers > 0 && (
          <Notice tone="warn">{t('imports.refused', { count: summary.refusedNumbers })}</Notice>
        )}
        {run.otherSheets.length > 0 && (
          <Notice tone="info">{t('imports.otherSheets', { names: run.otherSheets.join(', ') })}</Notice>
        )}
        <Effects summary={summary} />
      </section>
      {summary.unitQuestions.length > 0 && <UnitQuestions run={run} questions={summary.unitQuestions} />}
      {ask + bad > 0 && (
        <section>
          <h2 className={classes.title}>{t('imports.attention')}</h2>
          <Rows run={run} filter="attention" />
          {bad > 0 && <BadRows run={run} />}
        </section>
      )}
      {summary.proposed > 0 && <Proposals run={run} count={summary.proposed} />}
      <Disclosure summary={t('imports.showAll')}>
        <Rows run={run} filter="all" />
      </Disclosure>
      <Disclosure summary={t('imports.mapping')}>
        <MappingForm run={run} />
      </Disclosure>
      <section className={classes.sections}>
        <Checkbox
          label={t('imports.whole')}
          checked={run.whole}
          disabled={whole.isPending}
          onChange={(event) => {
            whole.mutate(event.currentTarget.checked);
          }}
        />
        {summary.guard.tripped && (
          <Notice tone="warn" title={t('imports.guardTitle')}>
            <p>{t('imports.guard', summary.guard)}</p>
            <Checkbox
              mt="sm"
              label={t('imports.guardAccept')}
              checked={acceptDrop}
              onChange={(event) => {
                setAcceptDrop(event.currentTarget.checked);
              }}
            />
          </Notice>
        )}
        {apply.isError && <Failure error={apply.error} />}
        <div className={classes.actions}>
          <Button
            loading={apply.isPending}
            disabled={changing === 0 || (summary.guard.tripped && !acceptDrop)}
            onClick={() => {
              apply.mutate();
            }}
          >
            {ask + bad > 0 ? t('imports.applyGood') : t('imports.apply')}
          </Button>
          <Button
            variant="default"
            loading={drop.isPending}
            onClick={() => {
              drop.mutate();
            }}
          >
            {t('imports.drop')}
          </Button>
        </div>
      </section>
    </>
  );
}

function Counts({ summary }: { summary: ImportSummary }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const shown = (['create', 'move', 'update', 'leave', 'end', 'none', 'ask', 'bad'] as const).filter(
    (kind) => summary.rows[kind] > 0,
  );
  return (
    <dl className={classes.counts}>
      {shown.map((kind) => (
        <div key={kind}>
          <dt>{t(`imports.counts.${kind}`)}</dt>
          <dd>{number(summary.rows[kind])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Effects({ summary }: { summary: ImportSummary }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <section className={classes.card}>
      <h2 className={classes.title}>{t('imports.dutiesTitle')}</h2>
      {summary.duties.length === 0 && <p>{t('imports.noDuties')}</p>}
      <ul className={classes.list}>
        {summary.duties.map(({ mandate, title, gains, loses }) => (
          <li key={mandate} className={classes.line}>
            <span className={classes.strong}>{text(title)}</span>
            {gains > 0 && <span>{t('imports.gains', { count: gains })}</span>}
            {loses > 0 && <span>{t('imports.loses', { count: loses })}</span>}
          </li>
        ))}
      </ul>
      {summary.newClasses.length > 0 && (
        <p>
          {t('imports.newClasses')}:{' '}
          {summary.newClasses.map((each) => `${String(each.grade)}-${each.className}`).join(', ')}
        </p>
      )}
      {summary.renamedUnits.length > 0 && (
        <p>
          {t('imports.renamed')}:{' '}
          {summary.renamedUnits.map(({ unit, to }) => t('imports.becomes', { from: text(unit.name), to })).join(', ')}
        </p>
      )}
    </section>
  );
}

function Proposals({ run, count }: { run: ImportDetail; count: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/imports/{id}/confirmation', { params: { path: { id: run.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['import', run.id] }),
  });
  return (
    <section className={classes.sections}>
      <div>
        <h2 className={classes.title}>{t('imports.proposals')}</h2>
        <p>{t('imports.proposalsLead', { count })}</p>
      </div>
      {confirm.isError && <Failure error={confirm.error} />}
      {confirm.isSuccess ? (
        <Notice tone="good" live>
          {t('imports.confirmed')}
        </Notice>
      ) : (
        <div>
          <Button
            variant="default"
            loading={confirm.isPending}
            onClick={() => {
              confirm.mutate();
            }}
          >
            {t('imports.confirmAll')}
          </Button>
        </div>
      )}
      <Rows run={run} filter="confirm" />
    </section>
  );
}

function BadRows({ run }: { run: ImportDetail }) {
  const { t } = useTranslation();
  const get = useMutation({
    mutationFn: () => download(`/api/v1/imports/${run.id}/errors`, {}, 'rows.csv'),
  });
  return (
    <div className={classes.actions}>
      {get.isError && <Failure error={get.error} />}
      <Button
        mt="md"
        variant="default"
        loading={get.isPending}
        leftSection={<IconDownload size={20} aria-hidden="true" />}
        onClick={() => {
          get.mutate();
        }}
      >
        {t('imports.badRows')}
      </Button>
    </div>
  );
}

function Applied({ run, summary }: { run: ImportDetail; summary: ImportSummary }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const undo = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/imports/{id}/undo', { params: { path: { id: run.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['import', run.id] }),
  });
  const { applied } = summary;
  return (
    <section className={classes.sections}>
      <Notice tone={run.state === 'applied' ? 'good' : 'info'} live title={t(`imports.state.${run.state}`)}>
        {applied && run.state === 'applied' && (
          <>
            <p>{t('imports.applied', { count: applied.applied })}</p>
            {applied.leftOut > 0 && <p>{t('imports.leftOut', { count: applied.leftOut })}</p>}
            {applied.outdated > 0 && <p>{t('imports.outdated', { count: applied.outdated })}</p>}
          </>
        )}
      </Notice>
      <Counts summary={summary} />
      <Effects summary={summary} />
      {summary.rows.bad + summary.rows.ask > 0 && <BadRows run={run} />}
      {run.undoUntil !== null && (
        <div className={classes.card}>
          <p>{t('imports.undoUntil', { date: instant(run.undoUntil) })}</p>
          {undo.isError && <Failure error={undo.error} />}
          {sure && <p className={classes.strong}>{t('imports.undoSure')}</p>}
          <div>
            <Button
              variant="default"
              loading={undo.isPending}
              onClick={() => {
                if (sure) undo.mutate();
                else setSure(true);
              }}
            >
              {t('imports.undo')}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
