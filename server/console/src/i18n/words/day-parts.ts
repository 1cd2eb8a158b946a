/** Words of the day-parts: the drawer that edits them, the choice in the form of a slot, and what dragging comes to. */
import { pair } from './pair.ts';

export const dayParts = pair(
  {
    title: 'Giờ mẫu',
    lead: 'Đặt giờ một lần, dùng cho nhiều khung giờ. Sửa giờ ở đây thì mọi khung giờ đang dùng đổi theo.',
    add: 'Thêm giờ mẫu',
    back: 'Mọi giờ mẫu',
    name: 'Tên giờ mẫu',
    nameExample: 'Giờ tan học',
    empty: 'Chưa có giờ mẫu nào',
    emptyWhy: 'Đặt tên cho những giờ hay dùng, như “Sáng” hay “Giờ cao điểm”, để nhiều khung giờ cùng theo.',
    usual: 'Tạo bốn giờ mẫu thường dùng',
    usualNames: { morning: 'Sáng', noon: 'Trưa', evening: 'Tối', rush: 'Giờ cao điểm' },
    range: 'Giờ thứ {{number}}',
    addRange: 'Thêm giờ',
    dropRange: 'Bỏ {{hours}}',
    inSeason: 'Chỉ trong một mùa',
    seasonHint:
      'Ví dụ giờ mùa hè từ 16/04 đến hết 15/10. Ngày thuộc một mùa chỉ dùng giờ của mùa đó; ngày khác dùng những giờ không ghi mùa.',
    seasonFrom: 'Từ ngày',
    seasonUntil: 'Đến hết ngày',
    dayExample: '16/04',
    seasonOf: '{{from}} đến {{until}}',
    otherDays: 'các ngày khác',
    hours: 'Giờ phát',
    ownHours: 'Giờ cụ thể',
    byDayPart: 'Giờ mẫu',
    choose: 'Theo giờ mẫu',
    noneYet: 'Chưa có giờ mẫu nào. Hãy tạo bằng nút “Giờ mẫu” trên trang lịch.',
    gone: 'Giờ mẫu không còn tồn tại',
    ofDayPart: 'Khung giờ này theo giờ mẫu: đổi hay bỏ lần này thì chỉ ngày đó khác giờ mẫu.',
    oneOfDay:
      'Khung giờ này theo giờ mẫu có nhiều giờ trong ngày: đổi hay bỏ lần này thì ngày đó tách khỏi giờ mẫu, các giờ khác trong ngày vẫn phát như cũ.',
    reachWhy: 'Lần phát {{day}} chuyển sang {{now}}. Khung giờ này theo giờ mẫu “{{part}}”; giờ mẫu đó giữ nguyên giờ.',
    restStays:
      'Chọn “Chỉ lần này” thì các giờ khác của ngày đó không đổi và thành khung giờ riêng; hai cách kia thì khung giờ chỉ còn phát {{from}}–{{until}}, không phát vào các giờ khác của giờ mẫu nữa.',
    carriedWhole: 'Khung giờ này theo giờ mẫu “{{part}}”; chuyển sang đó vẫn theo giờ mẫu.',
    carriedPart:
      'Khung giờ này theo giờ mẫu “{{part}}”. Chọn “Chỉ lần này” thì các giờ khác của ngày đó ở lại “{{here}}”, thành khung giờ riêng; hai cách kia chuyển mọi giờ của giờ mẫu.',
    carriedOwn:
      'Khung giờ này theo giờ mẫu “{{part}}”. Phần chuyển đi có giờ riêng {{from}}–{{until}}, không theo giờ mẫu nữa.',
    carriedOwnPart:
      'Khung giờ này theo giờ mẫu “{{part}}”. Phần chuyển đi có giờ riêng {{from}}–{{until}}. Chọn “Chỉ lần này” thì các giờ khác của ngày đó ở lại “{{here}}”, thành khung giờ riêng; hai cách kia thì các giờ khác không phát nữa.',
    reach: {
      this: 'Chỉ lần này',
      following: 'Từ ngày này, dùng giờ riêng',
      all: 'Mọi ngày, dùng giờ riêng',
    },
    movedOnce: 'Đã chuyển riêng lần phát {{day}} của “{{name}}” sang {{from}}–{{until}}',
    movedOn: 'Từ {{day}}, “{{name}}” có giờ riêng {{from}}–{{until}}',
    moved: '“{{name}}” nay có giờ riêng {{from}}–{{until}}, {{days}}',
  },
  {
    title: 'Day-parts',
    lead: 'Set hours once and use them in many slots. Change them here, and every slot that uses them follows.',
    add: 'Add a day-part',
    back: 'All day-parts',
    name: 'Name of the day-part',
    nameExample: 'When school is out',
    empty: 'There is no day-part yet',
    emptyWhy: 'Name the hours that you often use, such as “Morning” or “Rush hour”, for many slots to follow.',
    usual: 'Add the four usual ones',
    usualNames: { morning: 'Morning', noon: 'Noon', evening: 'Evening', rush: 'Rush hour' },
    range: 'Hours {{number}}',
    addRange: 'Add hours',
    dropRange: 'Drop {{hours}}',
    inSeason: 'In a season only',
    seasonHint:
      'Summer hours, for example, from 16/04 to 15/10. A day in a season has the hours of that season alone; other days have the hours without a season.',
    seasonFrom: 'First day',
    seasonUntil: 'Last day',
    dayExample: '16/04',
    seasonOf: '{{from}} to {{until}}',
    otherDays: 'other days',
    hours: 'Hours',
    ownHours: 'Own times',
    byDayPart: 'Day-part',
    choose: 'Day-part',
    noneYet: 'There is no day-part yet. Add one with the button “Day-parts” on the schedule page.',
    gone: 'The day-part no longer exists',
    ofDayPart: 'This slot follows a day-part: after a change or a skip that day alone differs from it.',
    oneOfDay:
      'This slot follows a day-part with several hours a day: when this one is changed or skipped, that day leaves the day-part, and its other hours play as before.',
    reachWhy:
      'The occurrence on {{day}} moves to {{now}}. This slot follows the day-part “{{part}}”, which keeps its hours.',
    restStays:
      'With “Only this one” the other hours of that day do not change and become slots of their own; with the other two the slot plays {{from}}–{{until}} only, and no more at the other hours of the day-part.',
    carriedWhole: 'This slot follows the day-part “{{part}}”, and still does there.',
    carriedPart:
      'This slot follows the day-part “{{part}}”. With “Only this one” the other hours of that day stay on “{{here}}” as slots of their own; the other two move all hours of the day-part.',
    carriedOwn:
      'This slot follows the day-part “{{part}}”. What is moved has hours of its own, {{from}}–{{until}}, and follows it no more.',
    carriedOwnPart:
      'This slot follows the day-part “{{part}}”. What is moved has hours of its own, {{from}}–{{until}}. With “Only this one” the other hours of that day stay on “{{here}}” as slots of their own; with the other two the other hours are played no more.',
    reach: {
      this: 'Only this one',
      following: 'From this day on, own times',
      all: 'All days, own times',
    },
    movedOnce: 'Moved “{{name}}” on {{day}} alone to {{from}}–{{until}}',
    movedOn: 'From {{day}} on “{{name}}” has its own times, {{from}}–{{until}}',
    moved: '“{{name}}” now has its own times: {{from}}–{{until}}, {{days}}',
  },
);
