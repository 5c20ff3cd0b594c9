import { Menu } from '@mantine/core';
import { IconBell, IconChevronDown, IconLogout, IconMenu2, IconSettings, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../api/queries';
import type { Me } from '../api/types';
import { useLanguage } from '../i18n';
import { Mark } from '../parts/Mark';
import classes from './Header.module.css';
import { can, isPupil, PERMISSION, useChooseLanguage, useSignOut } from './session';

const rooms = [
  { to: '/duties', word: 'duties', permission: null, pupils: false },
  { to: '/learn', word: 'learn', permission: null, pupils: 'only' },
  { to: '/courses', word: 'courses', permission: null },
  { to: '/certificates', word: 'certificates', permission: null },
  { to: '/compliance', word: 'compliance', permission: PERMISSION.compliance },
  { to: '/studio', word: 'studio', permission: PERMISSION.studio },
  { to: '/review', word: 'review', permission: PERMISSION.review },
  { to: '/review/seats', word: 'seats', permission: PERMISSION.seats },
  { to: '/sessions', word: 'sessions', permission: PERMISSION.sessions },
  { to: '/school', word: 'school', permission: PERMISSION.school },
  { to: '/imports', word: 'imports', permission: PERMISSION.imports },
  { to: '/requests', word: 'requests', permission: PERMISSION.requests },
  { to: '/messages', word: 'messages', permission: PERMISSION.messages },
] as const;

export function Header({ me }: { me: Me | null }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    setOpen(false);
  }, [path]);
  return (
    <header className={`${classes.header ?? ''} no-print`}>
      <div className={classes.bar}>
        <Link to={me ? '/' : '/sign-in'} className={classes.brand} aria-label={t('app.name')}>
          <Mark size={34} />
          <span className={classes.name}>{t('app.name')}</span>
        </Link>
        {me && (
          <button
            type="button"
            className={classes.burger}
            aria-expanded={open}
            aria-controls="main-nav"
            onClick={() => {
              setOpen(!open);
            }}
          >
            {open ? <IconX size={22} aria-hidden="true" /> : <IconMenu2 size={22} aria-hidden="true" />}
            {open ? t('app.closeMenu') : t('app.menu')}
          </button>
        )}
        {me && (
          <nav id="main-nav" className={classes.nav} data-open={open || undefined} aria-label={t('app.mainNav')}>
            <ul className={classes.links}>
              {rooms
                .filter((room) => room.permission === null || can(me, room.permission))
                .filter((room) => !('pupils' in room) || (room.pupils === 'only') === isPupil(me))
                .map((room) => (
                  <li key={room.to}>
                    <Link to={room.to} className={classes.link} activeProps={{ 'aria-current': 'page' }}>
                      {t(`nav.${room.word}`)}
                    </Link>
                  </li>
                ))}
            </ul>
            <Account me={me} />
          </nav>
        )}
        {!me && <LanguageToggle me={null} />}
      </div>
    </header>
  );
}

function Account({ me }: { me: Me }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <div className={classes.account}>
      <InboxLink />
      <LanguageToggle me={me} />
      <Menu position="bottom-end" width={260} shadow="md">
        <Menu.Target>
          <button type="button" className={classes.person} aria-label={`${t('app.account')}: ${me.person.name}`}>
            <span className={classes.personName}>{me.person.name}</span>
            <IconChevronDown size={18} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={20} aria-hidden="true" />}>
            {t('nav.settings')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={20} aria-hidden="true" />}
            onClick={() => {
              void signOut();
            }}
          >
            {t('app.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** The count stands in the link's name too: a bell alone tells a screen reader nothing. */
function InboxLink() {
  const { t } = useTranslation();
  const unread = useQuery(queries.unread()).data?.unread ?? 0;
  const name = unread > 0 ? `${t('messages.inbox')}: ${t('messages.unread', { count: unread })}` : t('messages.inbox');
  return (
    <Link to="/inbox" className={classes.inbox} aria-label={name} activeProps={{ 'aria-current': 'page' }}>
      <IconBell size={22} aria-hidden="true" />
      {unread > 0 && (
        <span className={classes.count} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}

function LanguageToggle({ me }: { me: Me | null }) {
  const { t } = useTranslation();
  const other = useLanguage() === 'ko' ? 'en' : 'ko';
  const choose = useChooseLanguage();
  return (
    <button
      type="button"
      className={classes.language}
      lang={other}
      onClick={() => {
        void choose(other, me);
      }}
    >
      {t('app.otherLanguage')}
    </button>
  );
}
