import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import type { Seat } from '../../api/types';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import classes from './Review.module.css';

/** A reviewer's word: a signature, or a dissent with the text that everyone will read. */
export function Give({ code, number, seats }: { code: string; number: number; seats: Seat[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [seat, setSeat] = useState<Seat | undefined>(seats[0]);
  const [decision, setDecision] = useState<'signed' | 'dissented'>('signed');
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const lacking = decision === 'dissented' && words.trim() === '';
  const give = useMutation({
    mutationFn: () =>
      unwrap(
        http.PUT('/api/v1/studio/courses/{code}/versions/{number}/review', {
          params: { path: { code, number } },
          body: { seat: seat ?? 'official', decision, text: words.trim() === '' ? null : words },
        }),
      ),
    onSuccess: () => {
      for (const key of ['versions', 'reviews', 'course', 'makers']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!lacking) give.mutate();
  };
  return (
    <Card tone="blue" labelledBy="my-word">
      <h2 id="my-word" className={classes.heading}>
        {t('review.myWord')}
      </h2>
      <form className={classes.parts} onSubmit={submit} noValidate>
        {seats.length > 1 && (
          <label className={classes.select}>
            <span>{t('review.forSeat')}</span>
            <select
              value={seat}
              onChange={(event) => {
                setSeat(seats.find((each) => each === event.currentTarget.value));
              }}
            >
              {seats.map((each) => (
                <option key={each} value={each}>
                  {t(`courses.seat.${each}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <fieldset className={classes.decision}>
          <legend>{t('review.decision')}</legend>
          {(['signed', 'dissented'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="decision"
                checked={decision === each}
                onChange={() => {
                  setDecision(each);
                }}
              />
              {t(`review.${each}`)}
            </label>
          ))}
        </fieldset>
        <Textarea
          label={t(decision === 'dissented' ? 'review.dissentText' : 'review.signText')}
          description={t('review.shownAsWritten')}
          autosize
          minRows={3}
          value={words}
          error={tried && lacking ? t('review.dissentNeedsText') : null}
          onChange={(event) => {
            setWords(event.currentTarget.value);
          }}
        />
        {give.isError && <Failure error={give.error} />}
        {give.isSuccess && (
          <Notice tone="good" live>
            {t('review.given')}
          </Notice>
        )}
        <div>
          <Button type="submit" loading={give.isPending}>
            {t('review.give')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
