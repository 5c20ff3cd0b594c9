import { Button, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { ClassDetail } from '../../api/types';
import { useText } from '../../i18n';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import classes from './School.module.css';

type Student = ClassDetail['students'][number];

/** One pupil goes to another class or leaves the school while the semester runs; lists of many are brought in as lists. */
export function Transfer({ detail, student }: { detail: ClassDetail; student: Student }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        size="compact-md"
        aria-label={t('school.transfer.named', { name: student.name })}
        onClick={() => {
          setOpened(true);
        }}
      >
        {t('school.transfer.open')}
      </Button>
      <Dialog
        title={t('school.transfer.title', { name: student.name })}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        <Form
          detail={detail}
          student={student}
          onDone={() => {
            setOpened(false);
          }}
        />
      </Dialog>
    </>
  );
}

function Form({ detail, student, onDone }: { detail: ClassDetail; student: Student; onDone: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const list = useQuery(queries.classes());
  const others = (list.data?.items ?? []).filter(({ unit }) => unit.id !== detail.unit.id);
  const [where, setWhere] = useState<'class' | 'gone'>('class');
  const [chosen, setChosen] = useState('');
  const [on, setOn] = useState('');
  const to = chosen || (others[0]?.unit.id ?? '');
  const move = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/school/classes/{unitId}/transfers', {
          params: { path: { unitId: detail.unit.id } },
          body: { personId: student.personId, on, to: where === 'class' ? to : null },
        }),
      ),
    onSuccess: async () => {
      onDone();
      await Promise.all([
        client.invalidateQueries({ queryKey: ['class'] }),
        client.invalidateQueries({ queryKey: queries.classes().queryKey }),
      ]);
    },
  });
  return (
    <div className={classes.form}>
      <p>{t('school.transfer.lead')}</p>
      <Radio.Group
        label={t('school.transfer.where')}
        value={where}
        onChange={(value) => {
          setWhere(value === 'gone' ? 'gone' : 'class');
        }}
      >
        <div className={classes.form}>
          <Radio value="class" label={t('school.transfer.toClass')} mt="xs" />
          <Radio value="gone" label={t('school.transfer.gone')} />
        </div>
      </Radio.Group>
      {where === 'class' && (
        <NativeSelect
          label={t('school.transfer.which')}
          value={to}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
          }}
          data={others.map(({ unit, path }) => ({
            value: unit.id,
            label: [...path.slice(-2), unit.name].map(text).join(' › '),
          }))}
        />
      )}
      <TextInput
        type="date"
        label={where === 'class' ? t('school.transfer.fromDay') : t('school.transfer.goneOn')}
        value={on}
        onChange={(event) => {
          setOn(event.currentTarget.value);
        }}
      />
      {move.isError && <Failure error={move.error} />}
      <div>
        <Button
          loading={move.isPending}
          disabled={on === '' || (where === 'class' && to === '')}
          onClick={() => {
            move.mutate();
          }}
        >
          {where === 'class' ? t('school.transfer.goClass') : t('school.transfer.goGone')}
        </Button>
      </div>
    </div>
  );
}
