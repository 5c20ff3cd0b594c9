import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { ImportDetail, ImportSummary } from '../../api/types';
import { useText } from '../../i18n';
import { Failure } from '../../parts/Failure';
import classes from './Imports.module.css';

/** Units that the list names and nobody can tell: one answer for all of their rows, remembered. */
export function UnitQuestions({ run, questions }: { run: ImportDetail; questions: ImportSummary['unitQuestions'] }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const units = useQuery(queries.importUnits());
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: () =>
      unwrap(http.PUT('/api/v1/imports/{id}/mapping', { params: { path: { id: run.id } }, body: { units: answers } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['import', run.id] }),
  });
  const every = units.data?.items.map(({ unit }) => unit) ?? [];
  return (
    <section className={classes.form}>
      {questions.map(({ label, rows, candidates }) => (
        <Select
          key={label}
          label={t('imports.unitQuestion', { label, rows })}
          description={candidates.length === 0 ? t('imports.unitUnknown') : undefined}
          data={(candidates.length > 0 ? candidates : every).map((unit) => ({
            value: unit.id,
            label: `${text(unit.name)} (${unit.code})`,
          }))}
          value={answers[label] ?? null}
          onChange={(value) => {
            if (value !== null) setAnswers({ ...answers, [label]: value });
          }}
          searchable
          limit={50}
        />
      ))}
      {save.isError && <Failure error={save.error} />}
      <div>
        <Button
          variant="default"
          loading={save.isPending}
          disabled={Object.keys(answers).length === 0}
          onClick={() => {
            save.mutate();
          }}
        >
          {t('imports.answerUnits')}
        </Button>
      </div>
    </section>
  );
}
