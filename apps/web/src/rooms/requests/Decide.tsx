import { Button, NumberInput, Radio, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { fieldError } from '../../api/errors';
import type { Decision, DutyRequest } from '../../api/types';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Requests.module.css';

type Verdict = Decision['verdict'];

/** Grant, grant in part, or refuse; what is less than asked for needs its reason. */
export function Decide({ request, onSaid }: { request: DutyRequest; onSaid: (words: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const appeal = request.kind === 'appeal';
  const verdicts: Verdict[] = appeal ? ['grant', 'refuse'] : ['grant', 'reduce', 'refuse'];
  const [verdict, setVerdict] = useState<Verdict>('grant');
  const [answer, setAnswer] = useState('');
  const [less, setLess] = useState({
    from: request.wantedFrom ?? '',
    to: request.wantedTo ?? '',
    minutes: request.outside?.minutes ?? 0,
    times: request.outside?.times ?? 0,
  });
  const [tried, setTried] = useState(false);
  const key = useRef(newKey());
  useEffect(() => {
    key.current = newKey();
  }, [verdict, answer, less]);
  const lacking = answer.trim() === '' && (verdict !== 'grant' || appeal);
  const give = useMutation({
    mutationFn: () => {
      const body: Decision = { verdict, answer: answer.trim(), ...(verdict === 'reduce' && reduced(request, less)) };
      return unwrap(
        http.POST('/api/v1/requests/{id}/decision', {
          params: { path: { id: request.id }, header: once(key.current) },
          body,
        }),
      );
    },
    onSuccess: () => {
      onSaid(t('requests.given'));
      void client.invalidateQueries({ queryKey: ['requests'] });
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!lacking && !give.isPending) give.mutate();
  };
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      <Radio.Group
        label={t('requests.verdict')}
        value={verdict}
        onChange={(value) => {
          setVerdict(verdicts.find((each) => each === value) ?? verdict);
        }}
      >
        <div className={classes.choices}>
          {verdicts.map((each) => (
            <Radio
              key={each}
              value={each}
              label={t(each === 'grant' && appeal ? 'requests.grantAppeal' : `requests.${each}`)}
              size="md"
            />
          ))}
        </div>
      </Radio.Group>
      {appeal && verdict === 'grant' && <Notice tone="info">{t('requests.grantAppealHint')}</Notice>}
      {verdict === 'reduce' && (
        <div className={classes.row}>
          {datesOf(request).map((name) => (
            <TextInput
              key={name}
              type="date"
              label={t(`requests.${name}`)}
              value={less[name]}
              error={fieldError(give.error, name)}
              onChange={({ currentTarget: { value } }) => {
                setLess({ ...less, [name]: value });
              }}
            />
          ))}
          {request.outside &&
            (['minutes', 'times'] as const).map((name) => (
              <NumberInput
                key={name}
                label={t(`requests.${name}`)}
                min={0}
                max={request.outside?.[name] ?? 0}
                allowDecimal={false}
                value={less[name]}
                error={fieldError(give.error, name)}
                onChange={(value) => {
                  if (typeof value === 'number') setLess({ ...less, [name]: value });
                }}
              />
            ))}
        </div>
      )}
      <Textarea
        label={t('requests.answer')}
        description={t('requests.answerHint')}
        autosize
        minRows={3}
        maxLength={2000}
        value={answer}
        error={tried && lacking ? t('requests.needAnswer') : fieldError(give.error, 'answer')}
        onChange={({ currentTarget: { value } }) => {
          setAnswer(value);
        }}
      />
      {give.isError && <Failure error={give.error} />}
      <div>
        <Button type="submit" loading={give.isPending}>
          {t('requests.give')}
        </Button>
      </div>
    </form>
  );
}

function datesOf({ kind }: DutyRequest): ('from' | 'to')[] {
  if (kind === 'extension') return ['to'];
  return kind === 'exemption' ? ['from', 'to'] : [];
}

function reduced(
  request: DutyRequest,
  less: { from: string; to: string; minutes: number; times: number },
): Pick<Decision, 'from' | 'to' | 'minutes' | 'times'> {
  if (request.outside) return { minutes: less.minutes, times: less.times };
  return Object.fromEntries(datesOf(request).flatMap((name) => (less[name] === '' ? [] : [[name, less[name]]])));
}
