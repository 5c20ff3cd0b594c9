import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { useWord } from '../../i18n';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import classes from './Studio.module.css';

const tracks = ['officials', 'social-service', 'teachers', 'students'] as const;
type Track = (typeof tracks)[number];

/** A name for addresses, made from the English title; a few random signs keep two like titles apart. */
function codeOf(english: string): string {
  const words = english
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return `${words || 'course'}-${newKey().slice(0, 4)}`;
}

export function NewCourse() {
  const { t } = useTranslation();
  const word = useWord();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [tried, setTried] = useState(false);
  const [ko, setKo] = useState('');
  const [en, setEn] = useState('');
  const [track, setTrack] = useState<Track>('officials');
  const create = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/studio/courses', {
          params: { header: once() },
          body: { code: codeOf(en), track, title: { ko: ko.trim(), en: en.trim() } },
        }),
      ),
    onSuccess: async ({ code }) => {
      void client.invalidateQueries({ queryKey: ['studio'] });
      await navigate({ to: '/studio/$code', params: { code } });
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (ko.trim() && en.trim() && !create.isPending) create.mutate();
  };
  return (
    <>
      <Button
        leftSection={<IconPlus size={20} aria-hidden="true" />}
        onClick={() => {
          setOpened(true);
        }}
      >
        {t('studio.newCourse')}
      </Button>
      <Dialog
        title={t('studio.newCourse')}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        <form className={classes.form} onSubmit={submit} noValidate>
          <TextInput
            data-autofocus
            label={`${t('studio.courseTitle')} · ${t('studio.korean')}`}
            lang="ko"
            value={ko}
            error={tried && !ko.trim() ? t('studio.needTitle') : null}
            onChange={(event) => {
              setKo(event.currentTarget.value);
            }}
          />
          <TextInput
            label={`${t('studio.courseTitle')} · ${t('studio.english')}`}
            lang="en"
            value={en}
            error={tried && !en.trim() ? t('studio.needTitle') : null}
            onChange={(event) => {
              setEn(event.currentTarget.value);
            }}
          />
          <NativeSelect
            label={t('courses.track')}
            value={track}
            data={tracks.map((each) => ({ value: each, label: word('track', each) }))}
            onChange={(event) => {
              setTrack(tracks.find((each) => each === event.currentTarget.value) ?? 'officials');
            }}
          />
          {create.isError && <Failure error={create.error} />}
          <div>
            <Button type="submit" loading={create.isPending}>
              {t('studio.create')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
