import {
  IconBook2,
  IconHeartHandshake,
  IconListCheck,
  IconPlayerPlay,
  IconRoute,
  IconUsers,
} from '@tabler/icons-react';

const icons: Record<string, typeof IconBook2> = {
  reading: IconBook2,
  video: IconPlayerPlay,
  scenario: IconRoute,
  quiz: IconListCheck,
  reflection: IconHeartHandshake,
  live: IconUsers,
};

export function LessonIcon({ kind, size = 24 }: { kind: string; size?: number }) {
  const Icon = icons[kind] ?? IconBook2;
  return <Icon size={size} stroke={1.75} aria-hidden="true" />;
}
