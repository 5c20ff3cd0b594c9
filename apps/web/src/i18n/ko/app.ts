export const app = {
  name: '마당',
  tagline: '인권교육 학습 시스템',
  city: '가온광역시(교육용 가상 도시)',
  skip: '본문으로 건너뛰기',
  menu: '메뉴',
  closeMenu: '메뉴 닫기',
  mainNav: '주 메뉴',
  account: '내 계정',
  signOut: '로그아웃',
  signIn: '로그인',
  language: '언어',
  otherLanguage: 'English',
  loading: '불러오는 중입니다',
  more: '더 보기',
  moreLoading: '더 불러오는 중',
  shown: '전체 {{total}} 가운데 {{shown}}까지 보고 있습니다.',
  retry: '다시 시도',
  back: '뒤로',
  close: '닫기',
  cancel: '취소',
  save: '저장',
  saved: '저장했습니다.',
  copy: '복사',
  copied: '복사했습니다.',
  copyFailed: '복사하지 못했습니다. 글을 직접 선택해 복사해 주세요.',
  print: '인쇄',
  pilot: '시범판',
  pilotWhy: '외부 검토를 받기 전의 판입니다. 배우고 수료하는 데에는 지장이 없으며, 수료증에도 시범판으로 표시됩니다.',
  fictional: '교육용 가상',
  unverified: '확인 중',
  newTab: '새 창에서 열림',
  required: '필수',
  optional: '선택',
  yes: '예',
  no: '아니요',
  none: '없음',
  footerVerify: '수료증 진위 확인',
  footerNote: '마당은 인권교육을 배우고, 증명하고, 함께 돌아보는 시스템입니다.',
};

export const nav = {
  duties: '내 필수교육',
  learn: '내 공부',
  courses: '과정 찾기',
  certificates: '내 수료증',
  compliance: '이수 현황',
  studio: '강사실',
  review: '검토실',
  sessions: '교육 일정',
  school: '학교',
  imports: '명단',
  requests: '요청',
  seats: '검토 자리',
  messages: '알림 발송',
  settings: '설정',
};

export const fault = {
  title: '화면을 불러오지 못했습니다',
  unreachable: '서버에 연결하지 못했습니다. 인터넷 연결을 확인한 뒤 다시 시도해 주세요.',
  offline: '인터넷 연결이 끊겼습니다. 배운 기록은 이 기기에 모아 두었다가 연결되면 보냅니다.',
  offlineTitle: '인터넷 연결이 끊겼습니다',
  offlineBody: '이 화면은 연결이 돌아오면 저절로 이어집니다.',
  unknown: '예상하지 못한 문제가 생겼습니다. 다시 시도해 주세요.',
  requestId: '문의할 때 알려 주실 번호: {{id}}',
  notFound: '찾으시는 화면이 없습니다',
  notFoundBody: '주소가 바뀌었거나, 이 계정으로는 볼 수 없는 화면입니다.',
  home: '처음 화면으로',
  newVersion: '새 버전이 나왔습니다. 화면을 새로 고쳐 주세요.',
  reload: '새로 고침',
};

export const word = {
  minutes: '{{count}}분',
  hours: '{{count}}시간',
  hoursMinutes: '{{hours}}시간 {{minutes}}분',
  times: '{{count}}회',
  people_one: '{{count}}명',
  people_other: '{{count}}명',
  lessons_one: '{{count}}차시',
  lessons_other: '{{count}}차시',
  daysLeft_one: '{{count}}일 남음',
  daysLeft_other: '{{count}}일 남음',
  dueToday: '오늘까지',
  daysOver_one: '{{count}}일 지남',
  daysOver_other: '{{count}}일 지남',
};

export const mode = {
  'in-person': '대면',
  'live-online': '실시간 온라인',
  'self-paced': '자율 온라인',
};

export const method = {
  lecture: '강의식',
  participatory: '참여형',
};

export const track = {
  officials: '공무원·공공기관',
  'social-service': '사회복지 종사자',
  teachers: '교원',
  students: '학생',
};

export const lessonKind = {
  reading: '읽기',
  video: '영상',
  scenario: '상황 판단',
  quiz: '확인 문제',
  reflection: '돌아보기',
  package: '학습 자료',
  live: '교육 일정',
};

export const lessonState = {
  'not-started': '시작 전',
  'in-progress': '하는 중',
  done: '마침',
};

export const topic = {
  'non-discrimination': '평등과 차별 금지',
  participation: '참여',
  dignity: '존엄',
  privacy: '사생활과 개인정보',
  'labour-rights': '노동인권',
  'sports-rights': '스포츠 인권',
  gender: '성평등',
  remedy: '권리구제',
  care: '돌봄',
  autonomy: '자기결정',
  'abuse-prevention': '학대 예방',
  children: '아동·청소년',
  digital: '디지털 인권',
  migration: '이주',
  climate: '기후와 환경',
  history: '역사와 기억',
};

export const band = {
  head: '기관·부서장',
  executive: '고위직',
  manager: '관리자',
  staff: '직원',
};
