import type { Role } from '#libs/actor';
import type { Seat } from '#libs/courses';
import type { Text } from '#libs/language';
import type { Band, Occupation } from '#libs/people';

/** One person of the demo city whom a visitor may sign in as; at least one for each kind of user (design.md). */
export interface DemoAccount {
  readonly login: string;
  readonly name: string;
  readonly nameLatin: string;
  /** Code of the unit of the primary membership. */
  readonly unit: string;
  readonly occupation: Occupation;
  readonly band: Band;
  readonly position: Text;
  readonly isHead?: boolean;
  readonly functions?: readonly string[];
  readonly roles: readonly { readonly role: Role; readonly unit: string }[];
  /** For which seat of a course's review, and for whom they speak. */
  readonly seat?: { readonly seat: Seat; readonly affiliation: Text };
  readonly withoutMail?: boolean;
  readonly rollNumber?: number;
  /** What the visitor sees this person as. */
  readonly as: Text;
}

/** All demo accounts share it; it exists in the demo city only, which `prepare` makes in an empty database only. */
export const DEMO_PASSWORD = 'madang-demo';

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    login: 'official',
    name: '김하늘',
    nameLatin: 'Kim Haneul',
    unit: 'welfare-policy',
    occupation: 'official',
    band: 'staff',
    position: { ko: '주무관', en: 'Officer' },
    roles: [],
    as: { ko: '공무원', en: 'Public official' },
  },
  {
    login: 'head',
    name: '이가온',
    nameLatin: 'Lee Gaon',
    unit: 'welfare-policy',
    occupation: 'official',
    band: 'head',
    position: { ko: '복지정책과장', en: 'Head of the Welfare Policy Division' },
    isHead: true,
    roles: [{ role: 'department-head', unit: 'welfare-policy' }],
    as: { ko: '부서장', en: 'Department head' },
  },
  {
    login: 'clerk',
    name: '박서연',
    nameLatin: 'Park Seoyeon',
    unit: 'welfare-policy',
    occupation: 'official',
    band: 'staff',
    position: { ko: '주무관(교육담당)', en: 'Officer (training clerk)' },
    roles: [{ role: 'training-clerk', unit: 'welfare-health' }],
    as: { ko: '교육담당자', en: 'Training clerk' },
  },
  {
    login: 'leader',
    name: '최아름',
    nameLatin: 'Choi Areum',
    unit: 'welfare-health',
    occupation: 'official',
    band: 'executive',
    position: { ko: '복지건강국장', en: 'Director of the Welfare and Health Bureau' },
    isHead: true,
    roles: [
      { role: 'department-head', unit: 'welfare-health' },
      { role: 'signatory', unit: 'gaon' },
    ],
    as: { ko: '국장(부서장)', en: 'Bureau director (department head)' },
  },
  {
    login: 'office',
    name: '정다운',
    nameLatin: 'Jung Dawoon',
    unit: 'hr-education',
    occupation: 'official',
    band: 'manager',
    position: { ko: '인권교육팀장', en: 'Head of the Human Rights Education Team' },
    roles: [{ role: 'hr-office', unit: 'gaon' }],
    as: { ko: '인권교육팀(인권 부서)', en: 'Human rights office' },
  },
  {
    login: 'social',
    name: 'Nguyễn Thị Hoa',
    nameLatin: 'Nguyễn Thị Hoa',
    unit: 'saebom-elderly',
    occupation: 'social-service',
    band: 'staff',
    position: { ko: '요양보호사', en: 'Care worker' },
    roles: [],
    withoutMail: true,
    as: { ko: '사회복지 종사자', en: 'Social-service worker' },
  },
  {
    login: 'facility',
    name: '한보람',
    nameLatin: 'Han Boram',
    unit: 'saebom-elderly',
    occupation: 'social-service',
    band: 'manager',
    position: { ko: '사무국장', en: 'Facility administrator' },
    roles: [{ role: 'training-clerk', unit: 'saebom-elderly' }],
    as: { ko: '시설 교육담당자', en: 'Facility administrator (training clerk)' },
  },
  {
    login: 'teacher',
    name: '윤슬기',
    nameLatin: 'Yoon Seulgi',
    unit: 'byeolbit-el',
    occupation: 'teacher',
    band: 'staff',
    position: { ko: '교사(5학년 2반 담임)', en: 'Teacher (class 5-2)' },
    roles: [{ role: 'class-teacher', unit: 'byeolbit-el-5-2' }],
    as: { ko: '담임교사', en: 'Class teacher' },
  },
  {
    login: 'coordinator',
    name: '오은결',
    nameLatin: 'Oh Eungyeol',
    unit: 'garam-mid',
    occupation: 'teacher',
    band: 'manager',
    position: { ko: '교사(인권교육 담당)', en: 'Teacher (human rights education)' },
    roles: [{ role: 'school-coordinator', unit: 'garam-mid' }],
    as: { ko: '학교 담당자', en: 'School coordinator' },
  },
  {
    login: 'student',
    name: '나리',
    nameLatin: 'Nari',
    unit: 'byeolbit-el-5-2',
    occupation: 'student',
    band: 'pupil',
    position: { ko: '학생', en: 'Pupil' },
    roles: [],
    withoutMail: true,
    rollNumber: 1,
    as: { ko: '학생', en: 'Student' },
  },
  {
    login: 'trainer',
    name: '서한결',
    nameLatin: 'Seo Hangyeol',
    unit: 'hr-education',
    occupation: 'official',
    band: 'staff',
    position: { ko: '인권교육 강사', en: 'Human rights trainer' },
    roles: [{ role: 'trainer', unit: 'gaon' }],
    as: { ko: '인권교육 강사', en: 'Trainer' },
  },
  {
    login: 'reviewer',
    name: '권누리',
    nameLatin: 'Kwon Nuri',
    unit: 'civic-cooperation',
    occupation: 'partner',
    band: 'staff',
    position: { ko: '시민사회 검토위원', en: 'Civil society reviewer' },
    roles: [{ role: 'reviewer', unit: 'gaon' }],
    seat: {
      seat: 'civil-society',
      affiliation: { ko: '가온인권시민모임', en: 'Gaon Citizens for Human Rights' },
    },
    as: { ko: '검토위원', en: 'Reviewer' },
  },
];
