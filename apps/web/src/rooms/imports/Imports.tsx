import { Button, FileInput, Select, Textarea, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { ImportHead, ImportUnit } from '../../api/types';
import { uploadList } from '../../api/upload';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { ButtonLink } from '../../parts/ButtonLink';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Imports.module.css';
import { Steps } from './Steps';

/** The first step: whose list, and the list itself; below it what was brought in lately. */
export function Imports() {
  const { t } = useTranslation();
  const units = useQuery(queries.importUnits());
  const runs = useQuery(queries.imports());
  return (
    <Page
      title={t('imports.title')}
      lead={t('imports.lead')}
      actions={
        <ButtonLink to="/imports/doubles" variant="default">
          {t('imports.doubles')}
        </ButtonLink>
      }
    >
      <Steps at="upload" />
      <div className={classes.sections}>
        <QueryView query={units}>{({ items }) => <Upload units={items} />}</QueryView>
        <section aria-labelledby="recent">
          <h2 id="recent" className={classes.title}>
            {t('imports.recent')}
          </h2>
          <QueryView query={runs}>{({ items }) => <Recent runs={items} />}</QueryView>
        </section>
      </div>
    </Page>
  );
}

function Upload({ units }: { units: ImportUnit[] }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const [unit, setUnit] = useState<string | null>(units.length === 1 ? (units[0]?.unit.id ?? null) : null);
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState('');
  const [from, setFrom] = useState('');
  const [tried, setTried] = useState(false);
  const send = useMutation({
    mutationFn: (to: string) => uploadList({ unit: to, file, text: pasted, effectiveOn: from }),
    onSuccess: ({ id }) => navigate({ to: '/imports/$runId', params: { runId: id } }),
  });
  const nothing = file === null && pasted.trim() === '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (unit !== null && !nothing && !send.isPending) send.mutate(unit);
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <Select
        label={t('imports.unit')}
        description={t('imports.unitHint')}
        data={units.map((item) => ({
          value: item.unit.id,
          label: [...item.path.slice(-1), item.unit.name].map(text).join(' › '),
        }))}
        value={unit}
        onChange={setUnit}
        searchable
        limit={50}
        error={tried && unit === null ? t('imports.needUnit') : null}
      />
      <FileInput
        label={t('imports.file')}
        description={t('imports.fileHint')}
        placeholder={t('imports.chooseFile')}
        accept=".csv,.txt,.tsv,.xlsx"
        value={file}
        onChange={setFile}
        clearable
        error={tried && nothing ? t('imports.needList') : null}
      />
      {file === null && (
        <Textarea
          label={t('imports.orPaste')}
          value={pasted}
          onChange={(event) => {
            setPasted(event.currentTarget.value);
          }}
          rows={4}
          spellCheck={false}
        />
      )}
      <TextInput
        type="date"
        label={t('imports.from')}
        description={t('imports.fromHint')}
        value={from}
        onChange={(event) => {
          setFrom(event.currentTarget.value);
        }}
      />
      {send.isError && <Failure error={send.error} />}
      <div>
        <Button type="submit" loading={send.isPending} leftSection={<IconUpload size={20} aria-hidden="true" />}>
          {t('imports.upload')}
        </Button>
      </div>
    </form>
  );
}

function Recent({ runs }: { runs: ImportHead[] }) {
  const { t } = useTranslation();
  const text = useText();
  const { date } = useFormat();
  if (runs.length === 0) return <p>{t('imports.none')}</p>;
  return (
    <ul className={classes.list}>
      {runs.map((run) => (
        <li key={run.id} className={classes.card}>
          <p className={classes.line}>
            <Link to="/imports/$runId" params={{ runId: run.id }} className={classes.strong ?? ''}>
              {run.fileName || t('imports.pasted')}
            </Link>
            <span>{t(`imports.state.${run.state}`)}</span>
          </p>
          <p className={classes.meta}>
            {[
              text(run.unit.name),
              t('imports.rows', { count: run.rows }),
              date(run.requestedAt.slice(0, 10)),
              run.requestedBy,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}
