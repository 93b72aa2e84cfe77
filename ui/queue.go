package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// buildPanes makes the queue and the details.
func (u *UI) buildPanes() fyne.CanvasObject {
	f := &u.frame
	f.queueHead = widgets.NewCaption("")
	f.list = widgets.NewCardList()
	f.list.Name = u.words.Text("ui.queue")
	f.list.Card = func(key widgets.CardKey) *widgets.VideoCard { return u.newCard(key.(*video)) }
	f.list.Release = func(key widgets.CardKey) { delete(u.cards, key.(*video)) }
	f.startAll = widgets.NewButton(u.words.Text("ui.upload_all"), theme.UploadIcon(), widgets.ButtonSecondary, u.uploadAll)
	f.retryAll = widgets.NewButton(u.words.Text("ui.retry_all"), theme.ViewRefreshIcon(), widgets.ButtonSecondary, u.retryAll)
	f.more = widgets.NewIconButton(u.words.Text("ui.queue.menu"), theme.MoreVerticalIcon(), u.showQueueMenu)
	head := container.NewBorder(nil, nil, nil, container.NewHBox(middle(f.queueHead), middle(f.more)),
		middle(widgets.NewHeading(u.words.Text("ui.queue"))))
	foot := container.NewVBox(widgets.NewFlow(f.startAll, f.retryAll), widgets.NewHint(u.words.Text("ui.queue.more")))
	queue := container.New(&queueColumn{}, container.New(layout.NewCustomPaddedLayout(0, 8, 0, 6), head), f.list,
		container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), foot))
	f.columns = container.New(&panes{u}, queue, scrolling(container.NewVScroll(
		container.New(layout.NewCustomPaddedLayout(pageRing, pageRing, pageRing, pageRing), u.details.root))))
	return container.New(layout.NewCustomPaddedLayout(16, 12, pageMargin, pageMargin), f.columns)
}

// newCard makes the card of a video that comes into sight.
func (u *UI) newCard(v *video) *widgets.VideoCard {
	card := widgets.NewVideoCard()
	card.OnSelect = func() {
		u.choose(v)
		u.goDeep(true)
	}
	card.OnAction = func() { u.perform(v, u.faceNow(v).action) }
	card.OnMenu = func(at fyne.Position) { u.showCardMenu(v, at) }
	u.cards[v] = card
	u.refreshCard(v)
	return card
}

// addCard puts a video at the end of the queue.
func (u *UI) addCard(v *video) { u.videos = append(u.videos, v) }

// dropCard takes a video out of the queue and selects the next.
func (u *UI) dropCard(v *video) { u.dropCards(v) }

// dropCards takes videos out of the queue. Where the selected one is among them, the next that stays is selected.
func (u *UI) dropCards(gone ...*video) {
	if len(gone) == 0 {
		return
	}
	out := make(map[*video]bool, len(gone))
	for _, v := range gone {
		out[v] = true
	}
	focused := out[u.focusedVideo()]
	if focused {
		u.window.Canvas().Unfocus() // else it would keep the keys to itself
	}
	at := 0
	for _, v := range u.videos[:max(0, slices.Index(u.videos, u.selected))] {
		if !out[v] {
			at++
		}
	}
	u.videos = slices.DeleteFunc(u.videos, func(v *video) bool { return out[v] })
	if out[u.selected] {
		u.selected = nil
		if len(u.videos) > 0 {
			u.selected = u.videos[min(at, len(u.videos)-1)]
		}
		u.goDeep(false)
	}
	u.refreshAll()
	u.posters.drop(gone)
	for _, v := range gone {
		u.leave(v)
	}
	if card := u.cards[u.selected]; focused && card != nil {
		u.window.Canvas().Focus(card)
	}
}

// gather lets what is done to many videos be shown once, by the function that it returns: else a thousand of them would
// have the window shown anew a thousand times, and each time with a thousand videos in it.
func (u *UI) gather() (show func()) {
	if u.gathering {
		return func() {} // whoever began shows it
	}
	u.gathering = true
	return func() {
		u.gathering = false
		u.ordered()
		u.refreshAll()
	}
}

// arrange brings the list into the order of the videos.
func (u *UI) arrange() {
	rows := make([]widgets.CardRow, len(u.videos))
	for i, v := range u.videos {
		rows[i] = widgets.CardRow{Key: v, Bar: v.barred()}
	}
	u.frame.list.Set(rows)
}

// choose selects a video. Where a card has the focus, that of the video gets it: keys mean the card that has the focus, and
// should mean the one that is selected.
func (u *UI) choose(v *video) {
	before := u.selected
	u.selected = v
	if before != nil && before != v {
		u.refreshCard(before)
	}
	u.changed(v)
	u.frame.list.Reveal(v)
	if card := u.cards[v]; card != nil && u.focusedVideo() != nil {
		u.window.Canvas().Focus(card)
	}
}

// focusedVideo returns the video whose card has the focus; nil: none has.
func (u *UI) focusedVideo() *video {
	card, ok := u.window.Canvas().Focused().(*widgets.VideoCard)
	if !ok {
		return nil
	}
	for v, of := range u.cards {
		if of == card {
			return v
		}
	}
	return nil
}

// selectBy moves the selection, from the card that has the focus where one has.
func (u *UI) selectBy(step int) {
	if len(u.videos) == 0 {
		return
	}
	from := u.focusedVideo()
	if from == nil {
		from = u.selected
	}
	at := max(0, slices.Index(u.videos, from))
	u.choose(u.videos[min(max(at+step, 0), len(u.videos)-1)])
}

func (u *UI) faceNow(v *video) face { return faceOf(v, u.words, u.ahead(v), u.now()) }

// ahead returns how many are in line before a video.
func (u *UI) ahead(v *video) int {
	if v.state != waiting || v.job == nil {
		return 0
	}
	return u.queue.Position(v.job)
}

// buttonOf returns the name and the icon of what can be done with a video.
func (u *UI) buttonOf(v *video, a action) (string, fyne.Resource) {
	switch a {
	case actionUpload:
		return u.words.Text("ui.upload"), theme.UploadIcon()
	case actionCancel:
		return u.words.Text("ui.cancel"), theme.CancelIcon()
	case actionLocate:
		return u.words.Text("ui.locate"), theme.FolderOpenIcon()
	case actionFindOriginal:
		return u.words.Text("ui.find_original"), theme.FolderOpenIcon()
	case actionRemove:
		return u.words.Text("ui.remove"), theme.CancelIcon()
	case actionRetry:
		return u.retryButton(v)
	case actionStartNow:
		return u.words.Text("ui.start_now"), theme.UploadIcon()
	case actionPause:
		return u.words.Text("ui.pause"), theme.MediaPauseIcon()
	case actionResume:
		return u.words.Text("ui.resume"), theme.MediaPlayIcon()
	case actionTryNow:
		return u.words.Text("ui.try_now"), theme.ViewRefreshIcon()
	case actionSignIn:
		return u.words.Text(signInLabel(v)), theme.LoginIcon()
	case actionChooseAnother:
		return u.words.Text("ui.choose_another"), theme.FolderOpenIcon()
	case actionCopyID:
		return u.words.Text("ui.copy_id"), theme.ContentCopyIcon()
	default:
		return u.buttonElsewhere(a)
	}
}

// buttonElsewhere is buttonOf for what is done outside of the queue.
func (u *UI) buttonElsewhere(a action) (string, fyne.Resource) {
	switch a {
	case actionUploadAgain:
		return u.words.Text("ui.upload_again"), nil
	case actionKeepWaiting:
		return u.words.Text("ui.keep_waiting"), nil
	case actionConsole:
		return u.words.Text("ui.console"), theme.ComputerIcon()
	case actionCopySteps:
		return u.words.Text("ui.copy_steps"), theme.ContentCopyIcon()
	case actionXStatus:
		return u.words.Text("ui.x_status"), nil
	case actionLimit:
		return u.words.Text("ui.limit_speed"), nil
	case actionCertificate:
		return u.words.Text("ui.add_certificate"), theme.DocumentIcon()
	case actionProxy:
		return u.words.Text("ui.proxy_settings"), theme.SettingsIcon()
	case actionAnyway:
		return u.words.Text("ui.anyway"), theme.MailSendIcon()
	case actionConvert:
		return u.words.Text("ui.convert"), theme.MediaVideoIcon()
	case actionCopyCommand:
		return u.words.Text("ui.copy_ffmpeg"), theme.ContentCopyIcon()
	case actionShowChecks:
		return u.words.Text("ui.show_checks"), theme.ListIcon()
	default:
		return "", nil
	}
}

// retryButton names another try by what it does.
func (u *UI) retryButton(v *video) (string, fyne.Resource) {
	id, icon := "ui.again", theme.ViewRefreshIcon()
	switch kind := messages.KindOf(v.problem); {
	case v.state == done: // expired: nothing went wrong that could be tried again
		id, icon = "ui.upload_again", theme.UploadIcon()
	case kind == string(upload.NoCredits):
		id = "ui.retry"
	case kind == string(upload.SegmentsMissing):
		id = "ui.send_again"
	case spent(kind):
		id = "ui.start_again"
	}
	return u.words.Text(id), icon
}

// signInLabel is the id of the words for a sign-in: of somebody who was signed in, with keys that do not do, or else.
func signInLabel(v *video) string {
	switch {
	case v.keyless(), v.state == failed && messages.Remedy(v.problem) == messages.ActionSignIn:
		return "ui.sign_in.next"
	case v.state == failed:
		return "ui.sign_in_again"
	}
	return "ui.sign_in"
}

// refreshCard shows a video's card as the video is now.
func (u *UI) refreshCard(v *video) {
	card := u.cards[v]
	if card == nil {
		return
	}
	v.ahead = u.ahead(v)
	f := faceOf(v, u.words, v.ahead, u.now())
	label, icon := u.buttonOf(v, f.action)
	view := widgets.CardView{
		Title: v.name, Line: f.line, Tone: f.tone, Icon: f.icon, Thumbnail: u.thumbnailOf(v),
		Selected: v == u.selected, ActionLabel: label, ActionIcon: icon,
	}
	if v.barred() {
		view.Segments = barOf(&v.progress)
		if len(view.Segments) == 0 { // INIT is under way
			view.Segments = make([]widgets.Segment, v.file.Plan.Segments)
		}
	}
	card.Set(view)
}

func (u *UI) refreshQueueHead() {
	var bytes int64
	startable, fallen := 0, 0
	for _, v := range u.videos {
		bytes += v.file.Bytes
		if v.state == ready {
			startable++
		}
		if v.retriable() {
			fallen++
		}
	}
	sum := u.words.Count("ui.queue.sum", len(u.videos), "Size", u.words.Bytes(bytes))
	if bytes == 0 { // nothing that can be sent
		sum = u.words.Count("ui.queue.count", len(u.videos))
	}
	u.frame.queueHead.SetText(sum)
	visible(u.frame.startAll, startable > 1)
	visible(u.frame.retryAll, fallen > 0)
}

// statusFor is how long something that just happened stands in the footer.
const statusFor = 12 * time.Second

// status says what just happened.
func (u *UI) status(text string) {
	u.frame.said = u.now()
	u.frame.status.SetText(text)
}

// hush lets the footer say how the queue is, whatever just happened.
func (u *UI) hush() {
	u.frame.said = time.Time{}
	u.refreshFooter()
}

// refreshFooter says how the queue is, unless something just happened, and the speed of all uploads.
func (u *UI) refreshFooter() {
	speed := 0.0
	count := map[state]int{}
	for _, v := range u.videos {
		count[v.state]++
		if v.state == uploading && v.progress.Stage == upload.StageSending {
			speed += v.progress.Speed
		}
	}
	if speed > 0 {
		u.frame.speed.SetText("↑ " + u.words.Speed(speed))
	} else {
		u.frame.speed.SetText("")
	}
	if limit := u.settings.SpeedLimit; limit > 0 {
		u.frame.limit.Set(u.words.Text("ui.limit.on", "Speed", u.words.Speed(float64(limit))), true)
	} else {
		u.frame.limit.Set(u.words.Text("ui.limit.off"), false)
	}
	visible(u.frame.awake, u.awake)
	u.refreshAwake()
	if u.now().Sub(u.frame.said) < statusFor {
		return
	}
	var parts []string
	part := func(n int, words string) {
		if n > 0 {
			parts = append(parts, words)
		}
	}
	moving, troubled := count[uploading]+count[processing], count[refused]+count[failed]
	part(moving, u.words.Count("ui.footer.uploading", moving))
	part(count[converting], u.words.Count("ui.convert.footer", count[converting]))
	part(count[paused], u.words.Count("ui.footer.paused", count[paused]))
	part(count[waiting], u.words.Count("ui.footer.waiting", count[waiting]))
	part(count[ready], u.words.Count("ui.footer.ready", count[ready]))
	part(count[checking], u.words.Count("ui.footer.checking", count[checking]))
	part(count[done], u.words.Count("ui.footer.done", count[done]))
	part(troubled, u.words.Count("ui.footer.attention", troubled))
	if len(parts) == 0 {
		parts = append(parts, u.words.Text("ui.footer.empty"))
	}
	u.frame.status.SetText(strings.Join(parts, " · "))
}
