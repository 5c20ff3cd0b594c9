import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import type { ImportDetail, ImportField } from '../../api/types';
import { ko } from '../../i18n/ko';
import { Failure } from '../../parts/Failure';
import classes from './Imports.module.css';

const FIELDS = Object.keys(ko.imports.field) as ImportField[];

function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

/** What each column holds, as guessed or remembered, with an example from the list. */
export function MappingForm({ run }: { run: ImportDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const width = Math.max(run.mapping.columns.length, ...run.sample.map(({ cells }) => cells.length));
  const [headerRow, setHeaderRow] = useState(run.mapping.headerRow);
  const [columns, setColumns] = useState<ImportField[]>(() =>
    Array.from({ length: width }, (_, index) => run.mapping.columns[index] ?? 'ignore'),
  );
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        http.PUT('/api/v1/imports/{id}/mapping', { params: { path: { id: run.id } }, body: { headerRow, columns } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['import', run.id] }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const header = run.sample.find(({ number }) => number === headerRow)?.cells ?? [];
  const first = run.sample.find(({ number }) => number > headerRow)?.cells ?? [];
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>{t('imports.mappingLead')}</p>
      <NativeSelect
        label={t('imports.headerRow')}
        value={String(headerRow)}
        onChange={(event) => {
          setHeaderRow(Number(event.currentTarget.value));
        }}
        data={[
          { value: '0', label: t('imports.noHeader') },
          ...run.sample.map(({ number, cells }) => ({
            value: String(number),
            label: `${String(number)}: ${cells
              .filter((cell) => cell !== '')
              .join(' | ')
              .slice(0, 60)}`,
          })),
        ]}
      />
      <div className={classes.columns}>
        {columns.map((field, index) => (
          <NativeSelect
            key={index}
            label={
              header[index]
                ? t('imports.columnNamed', { letter: letterOf(index), header: header[index] })
                : t('imports.column', { letter: letterOf(index) })
            }
            description={first[index] ? t('imports.example', { value: first[index].slice(0, 24) }) : undefined}
            value={field}
            onChange={(event) => {
              const chosen = FIELDS.find((each) => each === event.currentTarget.value) ?? 'ignore';
              setColumns(columns.map((each, at) => (at === index ? chosen : each)));
            }}
            data={FIELDS.map((each) => ({ value: each, label: t(`imports.field.${each}`) }))}
          />
        ))}
      </div>
      {save.isError && <Failure error={save.error} />}
      <div>
        <Button type="submit" variant="default" loading={save.isPending}>
          {t('imports.saveMapping')}
        </Button>
      </div>
    </form>
  );
}
