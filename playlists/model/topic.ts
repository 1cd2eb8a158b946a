/**
 * What the ward's plan wants said, and to whom. Names are the plan's own words, kept to the letter; codes follow its numbers
 * (letters are ours, in plan order). Topics belong to a plan, so another campaign adds its own tree beside this one.
 */
import { z } from 'zod';

export const TopicCode = z
  .string()
  .regex(/^([a-z0-9-]+|\d(\.\d+)*(\.[a-z])?)$/)
  .max(40);
export type TopicCode = string;

export interface Topic {
  code: TopicCode;
  /** Verbatim from the plan; may be truncated on screen, never rephrased. */
  name: string;
  /** Short English gloss. */
  gloss: string;
  /** False for content outside the plan, which never counts to its totals. */
  inPlan: boolean;
}

/** Plan `nq57-2026`, section II.1, and our own "Nội dung khác". */
export const TOPICS: readonly Topic[] = [
  {
    code: '1.1',
    name: 'Tuyên truyền chủ trương của Đảng, chính sách, pháp luật của Nhà nước về đột phá phát triển KHCN, ĐMST và CDS; làm rõ vai trò, trách nhiệm của người đứng đầu các cơ quan, đơn vị, địa phương trong lãnh đạo, chỉ đạo và tổ chức thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị.',
    gloss: 'policy and law; duties of heads of bodies',
    inPlan: true,
  },
  {
    code: '1.2',
    name: 'Nghị quyết số 57-NQ/TW và định hướng triển khai tại phường Lê Thanh Nghị',
    gloss: 'NQ57 in the ward',
    inPlan: true,
  },
  {
    code: '1.2.a',
    name: 'Làm rõ tầm quan trọng, ý nghĩa, mục tiêu và tác động tích cực của Nghị quyết số 57-NQ/TW đối với phát triển kinh tế – xã hội của đất nước và thành phố và của phường; khẳng định quyết tâm chính trị của phường trong thực hiện đột phá phát triển KHCN, ĐMST và CDS.',
    gloss: 'importance, impact',
    inPlan: true,
  },
  {
    code: '1.2.b',
    name: 'Thông tin về các cơ chế, chính sách đột phá của phường Lê Thanh Nghị để thu hút các chuyên gia, nhà khoa học, doanh nghiệp công nghệ trong và ngoài nước về công tác, làm việc, đầu tư cho phường.',
    gloss: 'attracting experts, tech firms',
    inPlan: true,
  },
  {
    code: '1.2.c',
    name: 'Thông tin về kết quả triển khai các chủ trương của Đảng, chính sách của Nhà nước trong ứng dụng, phát triển KHCN, thúc đẩy ĐMST và CDS trên địa bàn phường.',
    gloss: 'results so far',
    inPlan: true,
  },
  {
    code: '1.2.d',
    name: 'Giới thiệu mục tiêu, nhiệm vụ và giải pháp trọng tâm của phường trong thời gian tới về KHCN, ĐMST và CDS.',
    gloss: 'goals, tasks ahead',
    inPlan: true,
  },
  {
    code: '1.2.e',
    name: 'Phân tích lợi ích của KHCN, ĐMST và CDS đối với tăng trưởng kinh tế, cải thiện quản lý xã hội và nâng cao chất lượng cuộc sống của người dân.',
    gloss: 'benefits',
    inPlan: true,
  },
  {
    code: '1.3',
    name: 'Thành tựu và mô hình tiêu biểu',
    gloss: 'achievements, models',
    inPlan: true,
  },
  {
    code: '1.3.a',
    name: 'Giới thiệu các ứng dụng KHCN, ĐMST và CDS trong quản lý nhà nước trên các lĩnh vực: văn hóa, du lịch, giáo dục, y tế, công thương, giao thông, xây dựng, nội vụ...',
    gloss: 'uses in public administration',
    inPlan: true,
  },
  {
    code: '1.3.b',
    name: 'Biểu dương các doanh nghiệp, tổ chức tiên phong trong KHCN, ĐMST và CDS trên địa bàn phường.',
    gloss: 'praising pioneers',
    inPlan: true,
  },
  {
    code: '1.3.c',
    name: 'Nhân rộng các mô hình hay, điển hình tiên tiến: kịp thời tuyên truyền, biểu dương các cơ quan, đơn vị có cách làm sáng tạo, hiệu quả trong thực hiện Nghị quyết số 57-NQ/TW, gắn với giải quyết các bài toán lớn về KHCN, ĐMST và CDS.',
    gloss: 'spreading good models',
    inPlan: true,
  },
  {
    code: '1.4',
    name: 'Chính sách hỗ trợ và cơ hội tham gia',
    gloss: 'support, ways to join',
    inPlan: true,
  },
  {
    code: '1.4.a',
    name: 'Thông tin về các chính sách khuyến khích doanh nghiệp, tổ chức, cá nhân tham gia nghiên cứu, phát triển công nghệ và chuyển đổi số.',
    gloss: 'incentives',
    inPlan: true,
  },
  {
    code: '1.4.b',
    name: 'Giới thiệu cơ hội hợp tác, đầu tư trong lĩnh vực KHCN, ĐMST và CDS trên địa bàn phường.',
    gloss: 'cooperation, investment',
    inPlan: true,
  },
  {
    code: '1.5',
    name: 'Hướng dẫn thực hiện chuyển đổi số theo từng đối tượng',
    gloss: 'how-to by audience',
    inPlan: true,
  },
  {
    code: '1.5.a',
    name: 'Công chức, viên chức: Nâng cao năng lực số, kỹ năng sử dụng công nghệ trong thực thi công vụ.',
    gloss: 'officials',
    inPlan: true,
  },
  {
    code: '1.5.b',
    name: 'Doanh nghiệp: Chuyển đổi số trong quản trị, điều hành, sản xuất, kinh doanh.',
    gloss: 'businesses',
    inPlan: true,
  },
  {
    code: '1.5.c',
    name: 'Tổ công nghệ số cộng đồng: Hỗ trợ triển khai, hướng dẫn sử dụng nền tảng số, công nghệ số; phổ cập kỹ năng số cho người dân.',
    gloss: 'community digital teams',
    inPlan: true,
  },
  {
    code: '1.5.d',
    name: 'Người dân: Tiếp cận, sử dụng hiệu quả dịch vụ công trực tuyến, thương mại điện tử và thanh toán số.',
    gloss: 'residents',
    inPlan: true,
  },
  { code: 'khac', name: 'Nội dung khác', gloss: 'other content', inPlan: false },
];

export const AudienceCode = z.enum([
  'tat-ca',
  'cbccvc',
  'doanh-nghiep',
  'to-cnscd',
  'nguoi-dan',
  'thanh-nien',
  'chuyen-gia',
  'startup',
  'lanh-dao',
]);
export type AudienceCode = z.infer<typeof AudienceCode>;

export const AUDIENCES: Readonly<Record<AudienceCode, { vi: string; en: string }>> = {
  'tat-ca': { vi: 'mọi lứa tuổi', en: 'all ages' },
  cbccvc: { vi: 'cán bộ, công chức, viên chức', en: 'officials' },
  'doanh-nghiep': { vi: 'doanh nghiệp', en: 'businesses' },
  'to-cnscd': { vi: 'Tổ công nghệ số cộng đồng', en: 'community digital teams' },
  'nguoi-dan': { vi: 'người dân', en: 'residents' },
  'thanh-nien': { vi: 'thanh thiếu niên, học sinh, sinh viên', en: 'young people and students' },
  'chuyen-gia': { vi: 'chuyên gia, nhà khoa học', en: 'experts and scientists' },
  startup: { vi: 'startup', en: 'startups' },
  'lanh-dao': { vi: 'người đứng đầu các cơ quan, đơn vị', en: 'heads of bodies' },
};
