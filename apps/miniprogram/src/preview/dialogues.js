// Taro's toasts and dialogues, which the app does not use, would put a style into the page at its start.

const none = () => Promise.reject(new Error('the app draws its own dialogues'));

export {
  none as disableAlertBeforeUnload,
  none as enableAlertBeforeUnload,
  none as hideLoading,
  none as hideToast,
  none as showActionSheet,
  none as showLoading,
  none as showModal,
  none as showToast,
};
