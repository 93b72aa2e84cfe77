package desktop

type Awake struct{}

func NewAwake(program, reason string) *Awake { return &Awake{} }
func (a *Awake) Hold() error                 { return nil }
func (a *Awake) Release()                    {}
