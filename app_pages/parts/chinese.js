// Streamlit's own words in Chinese: it has no setting for them. Runs once in a page, and again on what changes in it.
const WORDS = {
  "Add files": "添加文件",
  "App pages": "页面",
  "Choose an option": "请选择",
  "Choose date": "选择日期",
  "Choose options": "请选择",
  "Clear all": "全部清除",
  "Clear selection": "清除所选",
  "Clear value": "清除",
  "Close": "关闭",
  "Close fullscreen": "退出全屏",
  "Collapse sidebar": "收起菜单",
  "Connecting": "正在连接",
  "Connection error": "连接断了",
  "Copied": "已复制",
  "Copied!": "已复制",
  "Copy to clipboard": "复制",
  "Copy Vega-Lite spec": "复制图表定义",
  "Decrement": "减",
  "Dismiss": "关闭",
  "Download as PNG": "下载 PNG",
  "Error:": "错误：",
  "Expand sidebar": "展开菜单",
  "Fullscreen": "全屏",
  "Increment": "加",
  "Link to heading": "本节地址",
  "No results": "没有符合的",
  "Open": "展开",
  "Press Ctrl+Enter to apply": "按 Ctrl+回车 确认",
  "Press Ctrl+Enter to submit form": "按 Ctrl+回车 保存",
  "Press Enter to apply": "按回车确认",
  "Press Enter to submit form": "按回车保存",
  "Press ⌘+Enter to apply": "按 ⌘+回车 确认",
  "Press ⌘+Enter to submit form": "按 ⌘+回车 保存",
  "Select all": "全选",
  "Page not found": "没有这一页",
  "Running...": "正在运行…",
  "Scroll tabs left": "往左看其余各栏",
  "Scroll tabs right": "往右看其余各栏",
  "Show data": "显示数据",
  "Sidebar": "菜单",
  "Skip to main content": "跳到正文",
  "Stop": "停止",
  "Upload": "选择文件",
  "Upload directories": "选择文件夹",
  "Vega visualization": "图表",
  "file upload": "上传文件",
};
const FORMS = [
  [/^(\d+) options? available\.?$/, "有 $1 项可选。"],
  [/^Selected date: (.*)$/i, "所选日期：$1"],
  [/^The page that you have requested does not seem to exist\b.*$/, "本程序没有这个地址所指的页，下面是首页。"],
  [/^(.*) files are not allowed\.$/, "不能读这种文件。"],
  [/^(\d+[KMG]B) per file\b.*$/, "每份不超过 $1"],
  [/^• [A-Z][A-Z0-9, ]*$/, "；能读的后缀见说明"],
  [/^Help for (.*)$/, "$1的说明"],
  [/^Remove (.*)$/, "移去 $1"],
  [/^File must be (.*) or smaller\.$/, "文件不得超过 $1。"],
  [/^(Streamlit server is not responding|Connection (?:timed out|failed|closed)|Is Streamlit still running).*$/,
    "与本机服务器的连接断了。请确认 zeren app 还在运行，再刷新页面。"],
];
const LABELS = ["aria-label", "title", "placeholder", "alt"];

function chinese(text) {
  const words = text.trim();
  if (WORDS[words]) return text.replace(words, WORDS[words]);
  const form = FORMS.find(([pattern]) => pattern.test(words));
  return form ? text.replace(words, words.replace(...form)) : text;
}

function say(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = root.nodeType === Node.TEXT_NODE ? root : texts.nextNode(); node; node = texts.nextNode()) {
    const words = chinese(node.nodeValue);
    // What documents and users say stays as it is.
    const foreign = node.parentElement?.closest("table.rows, .original, .beside, textarea, code, [data-testid=stText]");
    if (words !== node.nodeValue && !foreign) node.nodeValue = words;
  }
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const labelled = LABELS.map((name) => `[${name}]`).join(",");
  for (const element of [root, ...root.querySelectorAll(labelled)])
    for (const name of LABELS) {
      const words = element.getAttribute(name);
      if (words && chinese(words) !== words) element.setAttribute(name, chinese(words));
    }
}

export default function () {
  if (document.documentElement.dataset.chinese) return;
  document.documentElement.dataset.chinese = "yes";
  document.documentElement.lang = "zh-CN";
  say(document.body);
  const watching = { subtree: true, childList: true, characterData: true, attributeFilter: LABELS };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes)
      for (const node of type === "childList" ? addedNodes : [target]) say(node);
  }).observe(document.body, watching);
}
