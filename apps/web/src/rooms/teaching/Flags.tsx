import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, once, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { CourseFlag } from '../../api/types';
import { can, useMe } from '../../app/session';
import { useText } from '../../i18n';
import { useFormat } from '../../i18n/format';
import { Badge } from '../../parts/Badge';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { QueryView } from '../../parts/QueryView';
import classes from '../review/Review.module.css';

const REASONS = ['basis-changed', 'item-too-easy', 'no-local-case', 'other'] as const;

/** Courses that need looking at again: why, by whom, until when. */
export function Flags() {
  const { t } = useTranslation();
  const query = useQuery(queries.flags());
  return (
    <section aria-labelledby="flags" className={classes.parts}>
      <h2 id="flags" className={classes.heading}>
        {t('flags.title')}
      </h2>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.quiet}>{t('flags.none')}</p>
          ) : (
            <ul className={classes.list}>
              {items.map((flag) => (
                <li key={flag.id} className={classes.card}>
                  <One flag={flag} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}

function One({ flag }: { flag: CourseFlag }) {
  const { t } = useTranslation();
  const text = useText();
  const { date } = useFormat();
  const me = useMe();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const resolve = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/course-flags/{id}/resolution', {
          params: { path: { id: flag.id } },
          body: { resolution: words.trim() },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['flags'] }),
  });
  return (
    <>
      <p className={classes.badges}>
        <Badge tone="amber">{t(`flags.reasons.${flag.reason}`)}</Badge>
        {flag.noticed && <Badge tone="earth">{t('flags.noticed')}</Badge>}
      </p>
      <h3 className={classes.title}>
        {text(flag.title)} {flag.subject}
      </h3>
      {flag.note && <p>{flag.note}</p>}
      <p className={classes.quiet}>
        {flag.owner ? t('flags.owner', { name: flag.owner.name }) : t('flags.noOwner')} ·{' '}
        {t('flags.due', { date: date(flag.dueOn) })}
      </p>
      {can(me, 'course:author') && !open && (
        <div>
          <Button
            variant="default"
            onClick={() => {
              setOpen(true);
            }}
          >
            {t('flags.resolve')}
          </Button>
        </div>
      )}
      {open && (
        <>
          <Textarea
            label={t('flags.resolution')}
            value={words}
            autosize
            minRows={2}
            onChange={(event) => {
              setWords(event.currentTarget.value);
            }}
          />
          {resolve.isError && <Failure error={resolve.error} />}
          <div>
            <Button
              loading={resolve.isPending}
              disabled={words.trim() === ''}
              onClick={() => {
                resolve.mutate();
              }}
            >
              {t('flags.save')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

/** Marks a course by hand. Its owner is whoever submitted the version that is out. */
export function RaiseFlag({ code }: { code: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState<(typeof REASONS)[number]>('basis-changed');
  const [note, setNote] = useState('');
  const [dueOn, setDueOn] = useState('');
  const raise = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/studio/courses/{code}/flags', {
          params: { path: { code }, header: once() },
          body: { reason, subject: '', note: note.trim() || null, ownerId: null, dueOn: dueOn || null },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['flags'] }),
  });
  return (
    <Card labelledBy="raise">
      <div className={classes.parts}>
        <h2 id="raise" className={classes.heading}>
          {t('flags.raise')}
        </h2>
        <NativeSelect
          label={t('flags.reason')}
          value={reason}
          onChange={(event) => {
            setReason(REASONS.find((each) => each === event.currentTarget.value) ?? 'other');
          }}
          data={REASONS.map((value) => ({ value, label: t(`flags.reasons.${value}`) }))}
        />
        <Textarea
          label={t('flags.note')}
          value={note}
          autosize
          minRows={2}
          onChange={(event) => {
            setNote(event.currentTarget.value);
          }}
        />
        <TextInput
          type="date"
          label={t('flags.dueOn')}
          value={dueOn}
          onChange={(event) => {
            setDueOn(event.currentTarget.value);
          }}
        />
        {raise.isError && <Failure error={raise.error} />}
        {raise.isSuccess && (
          <Notice tone="good" live>
            {t('flags.raised')}
          </Notice>
        )}
        <div>
          <Button
            variant="default"
            loading={raise.isPending}
            onClick={() => {
              raise.mutate();
            }}
          >
            {t('flags.raise')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
