import { Button, FileInput, Radio, Select, Textarea, TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import type { ImportHead, ImportUnit } from '../../api/types';
import { uploadList } from '../../api/upload';
import { useText } from '../../i18n';
import { cityToday, useFormat } from '../../i18n/format';
import { ButtonLink } from '../../parts/ButtonLink';
import { Disclosure } from '../../parts/Disclosure';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Imports.module.css';
import { firstDayOf, schoolYearOf } from './school-year';
import { Sources } from './Sources';
import { Steps } from './Steps';

/** The first step: whose list, and the list itself; below it what was brought in lately. */
export function Imports() {
  const { t } = useTranslation();
  const units = useQuery(queries.importUnits());
  const runs = useQuery(queries.imports());
  const sources = useQuery(queries.importSources());
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
        <Disclosure summary={t('imports.guardSettings')}>
          <QueryView query={sources}>{({ items }) => <Sources sources={items} />}</QueryView>
        </Disclosure>
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
  const [next, setNext] = useState(false);
  const [tried, setTried] = useState(false);
  const year = schoolYearOf(cityToday());
  const ofSchool = units.some((item) => item.unit.id === unit && item.unit.kind === 'school');
  const promotes = ofSchool && next;
  const send = useMutation({
    mutationFn: (to: string) =>
      uploadList({
        unit: to,
        file,
        text: pasted,
        effectiveOn: promotes ? firstDayOf(year + 1) : from,
        schoolYear: promotes ? year + 1 : null,
      }),
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
      {ofSchool && (
        <Radio.Group
          label={t('imports.year')}
          description={t('imports.yearHint')}
          value={next ? 'next' : 'now'}
          onChange={(value) => {
            setNext(value === 'next');
          }}
        >
          <div className={classes.choices}>
            <Radio value="now" label={t('imports.yearNow', { year })} />
            <Radio value="next" label={t('imports.yearNext', { year: year + 1 })} />
          </div>
        </Radio.Group>
      )}
      {promotes ? (
        <Notice tone="info" title={t('imports.promotion.title', { year: year + 1 })}>
          {t('imports.promotion.before')}
        </Notice>
      ) : (
        <TextInput
          type="date"
          label={t('imports.from')}
          description={t('imports.fromHint')}
          value={from}
          onChange={(event) => {
            setFrom(event.currentTarget.value);
          }}
        />
      )}
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
  const { instant } = useFormat();
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
            {[text(run.unit.name), t('imports.rows', { count: run.rows }), instant(run.requestedAt), run.requestedBy]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}
