package pjrt

import "errors"

// Errors of [Fetch], wrapped with what to do about them.
var (
	// ErrPlatform: the plugin is published for linux/amd64 only.
	ErrPlatform = errors.New("pjrt: no plugin is published for this platform, only for linux/amd64")
	// ErrNoPython: there is no python3 on PATH, or it has no pip.
	ErrNoPython = errors.New("pjrt: python3 with pip is needed to download the plugin")
	// ErrNoIndex: pip found no package index, or the wheel is not on it.
	ErrNoIndex = errors.New("pjrt: pip could not get the plugin's wheel from the package index")
	// ErrCorrupt: what was downloaded is not the recorded wheel or library.
	ErrCorrupt = errors.New("pjrt: what was downloaded is not the recorded plugin")
)
