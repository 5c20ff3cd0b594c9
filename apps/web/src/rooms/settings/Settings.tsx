import { Button, NativeSelect, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { useChooseLanguage, useMe } from '../../app/session';
import { useLanguage, useText } from '../../i18n';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { Page } from '../../parts/Page';
import { Accommodations } from './Accommodations';
import classes from './Settings.module.css';

const SHORTEST = 10;

export function Settings() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('settings.title')} width="narrow">
      <div className={classes.cards}>
        {me.mustChangePassword && <Notice tone="warn">{t('settings.mustChange')}</Notice>}
        {me.mustChangePassword && <Password />}
        <AboutMe />
        <LanguageChoice />
        <Accommodations />
        {!me.mustChangePassword && <Password />}
      </div>
    </Page>
  );
}

function AboutMe() {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  return (
    <Card labelledBy="about-me">
      <h2 id="about-me" className={classes.title}>
        {t('settings.who')}
      </h2>
      <dl className={classes.facts}>
        <div>
          <dt>{t('settings.name')}</dt>
          <dd>{me.person.name}</dd>
        </div>
        <div>
          <dt>{t('settings.login')}</dt>
          <dd>{me.login}</dd>
        </div>
        {me.memberships.length > 0 && (
          <div>
            <dt>{t('settings.memberships')}</dt>
            <dd>
              {me.memberships.map((membership) => (
                <p key={membership.unit.id}>
                  {[
                    ...membership.path.map(text),
                    ...(lastIs(membership.path.map(text), text(membership.unit.name))
                      ? []
                      : [text(membership.unit.name)]),
                  ].join(' › ')}
                </p>
              ))}
            </dd>
          </div>
        )}
      </dl>
      <p className={classes.note}>{t('settings.wrongMembership')}</p>
    </Card>
  );
}

function lastIs(path: string[], name: string): boolean {
  return path.at(-1) === name;
}

function LanguageChoice() {
  const { t } = useTranslation();
  const me = useMe();
  const language = useLanguage();
  const choose = useChooseLanguage();
  const change = useMutation({ mutationFn: (next: 'ko' | 'en') => choose(next, me) });
  return (
    <Card labelledBy="language">
      <h2 id="language" className={classes.title}>
        {t('settings.languageTitle')}
      </h2>
      <NativeSelect
        label={t('app.language')}
        description={t('settings.languageHint')}
        value={language}
        disabled={change.isPending}
        data={[
          { value: 'ko', label: '한국어' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(event) => {
          change.mutate(event.currentTarget.value === 'en' ? 'en' : 'ko');
        }}
      />
      {change.isError && <Failure error={change.error} />}
    </Card>
  );
}

const empty = { current: '', next: '', again: '' };

function Password() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form, setForm] = useState(empty);
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => unwrap(http.PUT('/api/v1/me/password', { body: { current: form.current, next: form.next } })),
    onSuccess: async () => {
      setForm(empty);
      setTried(false);
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const faults = {
    current: form.current ? null : t('settings.needCurrent'),
    next: form.next.length >= SHORTEST ? null : t('settings.tooShort'),
    again: form.again === form.next ? null : t('settings.notSame'),
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!faults.current && !faults.next && !faults.again && !change.isPending) change.mutate();
  };
  const field = (name: keyof typeof empty, autoComplete: string) => ({
    label: t(`settings.${name}`),
    autoComplete,
    value: form[name],
    error: tried ? faults[name] : null,
    visibilityToggleButtonProps: { 'aria-label': t(`settings.${name}`) },
    onChange: (event: { currentTarget: { value: string } }) => {
      setForm({ ...form, [name]: event.currentTarget.value });
    },
  });
  return (
    <Card labelledBy="password">
      <h2 id="password" className={classes.title}>
        {t('settings.passwordTitle')}
      </h2>
      <form className={classes.form} onSubmit={submit} noValidate>
        <PasswordInput {...field('current', 'current-password')} />
        <PasswordInput {...field('next', 'new-password')} description={t('settings.nextHint')} />
        <PasswordInput {...field('again', 'new-password')} />
        {change.isError && <Failure error={change.error} />}
        {change.isSuccess && (
          <Notice tone="good" live>
            {t('settings.changed')}
          </Notice>
        )}
        <div>
          <Button type="submit" loading={change.isPending}>
            {t('settings.change')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
